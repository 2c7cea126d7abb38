package org.workbinroutes.ops.wiring;

import java.io.IOException;
import org.workbinroutes.ops.ManagedService;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.storage.OwnerOnlyFolder;

/** Keeps the data folder for the user of this process. */
final class DataFolder implements ManagedService {
  private final OwnerOnlyFolder folder;

  /** The data folder that the configuration names. */
  DataFolder(Configuration configuration) {
    this.folder = new OwnerOnlyFolder(configuration.dataFolder());
  }

  @Override
  public String name() {
    return "data";
  }

  @Override
  public void start() throws IOException {
    folder.start();
  }

  @Override
  public void stop() {
    folder.stop();
  }
}
