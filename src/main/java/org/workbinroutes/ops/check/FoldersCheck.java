package org.workbinroutes.ops.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;

/** Whether the folders are there or can be made, can be written, and have room. */
final class FoldersCheck implements Check {
  private static final String PART = "folders";

  /** What the template file-intake names folders by. */
  private static final List<String> PARAMETERS = List.of("directory", "done", "failed", "results");

  @Override
  public List<Finding> look(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Folder(PART, "workbin.data", configuration.dataFolder())
            .look(EmbeddedBroker.MIN_DISK_FREE_BYTES));
    for (RouteInstance intake : configuration.routeInstances()) {
      if (intake.template().equals("file-intake")) {
        for (Map.Entry<String, String> parameter : intake.parameters().entrySet()) {
          if (PARAMETERS.contains(parameter.getKey())) {
            String path =
                parameter
                    .getValue()
                    .replace("{{workbin.data}}", configuration.dataFolder().toString());
            findings.add(
                new Folder(
                        PART,
                        "camel.routeTemplate[" + intake.name() + "]." + parameter.getKey(),
                        configuration.home().resolve(path))
                    .look());
          }
        }
      }
    }
    return findings;
  }
}
