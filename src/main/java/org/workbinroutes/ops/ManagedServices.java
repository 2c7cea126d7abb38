package org.workbinroutes.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that stop together. */
public final class ManagedServices {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedServices.class);

  private final List<ManagedService> all;

  /**
   * Keeps them.
   *
   * @param all in the order of their start
   */
  public ManagedServices(List<ManagedService> all) {
    this.all = List.copyOf(all);
  }

  /**
   * The services.
   *
   * @return in the order of their start
   */
  public List<ManagedService> all() {
    return all;
  }

  /** Stops all of them, the last first; one that fails is logged and keeps no other from it. */
  public void stop() {
    List<ManagedService> reverse = new ArrayList<>(all);
    Collections.reverse(reverse);
    for (ManagedService service : reverse) {
      try {
        service.stop();
      } catch (Exception e) {
        LOG.warn("{} did not stop in good order", service.name(), e);
      }
    }
  }
}
