package org.workbinroutes.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Engines that stop together. */
public final class Engines {
  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private final List<Engine> all;

  /**
   * Keeps them.
   *
   * @param all in the order of their start
   */
  public Engines(List<Engine> all) {
    this.all = List.copyOf(all);
  }

  /**
   * The engines.
   *
   * @return in the order of their start
   */
  public List<Engine> all() {
    return all;
  }

  /** Stops all of them, the last first; one that fails is logged and keeps no other from it. */
  public void stop() {
    List<Engine> reverse = new ArrayList<>(all);
    Collections.reverse(reverse);
    for (Engine engine : reverse) {
      try {
        engine.stop();
      } catch (Exception e) {
        LOG.warn("{} did not stop in good order", engine.name(), e);
      }
    }
  }
}
