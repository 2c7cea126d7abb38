package org.workbinroutes.ops.check;

import java.util.ArrayList;
import java.util.List;
import org.workbinroutes.ops.DataLock;
import org.workbinroutes.ops.ListenAddress;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.ManagementOptions;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.http.HttpServerSettings;

/** Whether the ports are free, and the HTTP server's certificate can be used. */
final class ListenCheck implements Check {
  private static final String PART = "http";

  @Override
  public List<Finding> look(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    if (DataLock.holder(configuration.dataFolder()).isEmpty()) {
      findings.addAll(ports(configuration));
    }
    try {
      if (HttpServerSettings.of(configuration).tls() != null) {
        findings.add(Finding.ok(PART, "http.tls.key-store can be opened"));
      }
    } catch (ConfigurationException unusable) {
      unusable
          .problems()
          .forEach(problem -> findings.add(Finding.error(PART, problem.fault(), problem.remedy())));
    }
    return findings;
  }

  private static List<Finding> ports(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    String address =
        configuration.get(HttpOptions.HOST) + ":" + configuration.get(HttpOptions.PORT);
    findings.add(
        new ListenAddress(configuration)
            .check()
            .map(
                problem ->
                    Finding.warning(
                        PART,
                        problem.fault(),
                        "end the program that uses it, or choose another http.port"))
            .orElseGet(() -> Finding.ok(PART, address + " is free")));
    int management = configuration.get(ManagementOptions.PORT);
    if (management > 0) {
      findings.add(
          new Port(
                  "management",
                  ManagementOptions.PORT.key(),
                  configuration.get(ManagementOptions.HOST),
                  management)
              .look());
    }
    configuration
        .find(WorkbinOptions.BROKER_PORT)
        .ifPresent(
            port ->
                findings.add(
                    new Port("broker", WorkbinOptions.BROKER_PORT.key(), "127.0.0.1", port)
                        .look()));
    return findings;
  }
}
