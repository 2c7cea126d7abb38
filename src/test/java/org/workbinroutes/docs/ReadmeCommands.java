package org.workbinroutes.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell commands that the README prints, a block for each terminal, in their order. */
final class ReadmeCommands {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  private ReadmeCommands() {}

  static List<String> blocks() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    List<String> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }
}
