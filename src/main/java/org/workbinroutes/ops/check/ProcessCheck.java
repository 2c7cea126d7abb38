package org.workbinroutes.ops.check;

import java.util.List;
import org.workbinroutes.ops.DataLock;
import org.workbinroutes.ops.config.Configuration;

/** Whether the product runs with this data folder; its ports and files are in use then. */
final class ProcessCheck implements Check {
  @Override
  public List<Finding> look(Configuration configuration) {
    return DataLock.holder(configuration.dataFolder())
        .map(number -> List.of(Finding.ok("process", "running as process " + number)))
        .orElse(List.of());
  }
}
