package org.workbinroutes.ops.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;

/** Whether the folders are there or can be made, can be written, and have room. */
final class FoldersCheck implements Check {
  private static final String PART = "folders";
  private static final long LITTLE_ROOM = 1L << 30;

  /** What the template file-intake names folders by. */
  private static final List<String> PARAMETERS = List.of("directory", "done", "failed", "results");

  @Override
  public List<Finding> look(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    findings.add(folder("workbin.data", configuration.dataFolder()));
    for (RouteInstance intake : configuration.routeInstances()) {
      if (intake.template().equals("file-intake")) {
        for (Map.Entry<String, String> parameter : intake.parameters().entrySet()) {
          if (PARAMETERS.contains(parameter.getKey())) {
            String path =
                parameter
                    .getValue()
                    .replace("{{workbin.data}}", configuration.dataFolder().toString());
            findings.add(
                folder(
                    "camel.routeTemplate[" + intake.name() + "]." + parameter.getKey(),
                    Path.of(path).toAbsolutePath()));
          }
        }
      }
    }
    return findings;
  }

  private static Finding folder(String key, Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there)) {
      return Finding.error(
          PART, key + " cannot be a folder: " + there + " is a file", "name another folder");
    }
    if (!Files.isWritable(there)) {
      return Finding.error(
          PART,
          key + " cannot be written: no right to write in " + there,
          "give the user of this process the right, or name another folder");
    }
    try {
      long room = Files.getFileStore(there).getUsableSpace();
      if (room < LITTLE_ROOM) {
        return Finding.warning(
            PART,
            key + " has " + room / (1L << 20) + " MB left",
            "make room: the ledger and the spool wait when the disk is full");
      }
    } catch (IOException unknown) {
      return Finding.warning(PART, key + ": its room is not known", null);
    }
    return Finding.ok(
        PART,
        key + (there.equals(folder) ? " can be written" : " will be made by the first start"));
  }
}
