package org.workbinroutes.ops.check;

import java.util.List;
import org.workbinroutes.ops.ListenAddress;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;

/** Whether the HTTP server's port is free. */
final class ListenCheck implements Check {
  private static final String PART = "http";

  @Override
  public List<Finding> look(Configuration configuration) {
    String address =
        configuration.get(HttpOptions.HOST) + ":" + configuration.get(HttpOptions.PORT);
    return List.of(
        new ListenAddress(configuration)
            .check()
            .map(
                problem ->
                    Finding.warning(
                        PART, problem.fault(), "fine if it is this product that runs already"))
            .orElseGet(() -> Finding.ok(PART, address + " is free")));
  }
}
