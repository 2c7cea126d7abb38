package org.workbinroutes.ops.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Breaks the lines of the help between words. picocli breaks them after a dot or a slash too, in
 * the middle of keys and addresses that somebody wants to copy. So it gets all the room it wants,
 * and the lines are broken here.
 */
final class HelpLayout {
  private static final int WIDTH = 80;
  private static final int ROOM = 4_000;

  /** An option, parameter or command, and what is said of it in the next column. */
  private static final Pattern COLUMNS = Pattern.compile("( *\\S+(?: \\S+)* {2,})\\S.*");

  private static final Pattern INDENT = Pattern.compile("( *).*");
  private static final String SYNOPSIS = "Usage: ";
  private static final String EXAMPLE = "  workbin-routes ";

  private HelpLayout() {}

  /** Has a command and its sub-commands print their help like this. */
  static CommandLine of(CommandLine command) {
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>();
    command
        .getHelpSectionMap()
        .forEach((name, section) -> sections.put(name, help -> broken(section.render(help))));
    IHelpSectionRenderer heading =
        command.getHelpSectionMap().get(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING);
    IHelpSectionRenderer synopsis =
        command.getHelpSectionMap().get(UsageMessageSpec.SECTION_KEY_SYNOPSIS);
    // these two stand on one line
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING, help -> "");
    sections.put(
        UsageMessageSpec.SECTION_KEY_SYNOPSIS,
        help -> broken(heading.render(help) + synopsis.render(help)));
    return command
        .setUsageHelpWidth(ROOM)
        .setHelpSectionMap(sections)
        // the console gets no escape sequences, not even ours
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
  }

  private static String broken(String text) {
    String lines = text.lines().map(HelpLayout::line).collect(Collectors.joining("\n"));
    return text.endsWith("\n") ? lines + "\n" : lines;
  }

  private static String line(String line) {
    if (line.length() <= WIDTH || line.startsWith(EXAMPLE)) {
      // an example is to be copied: the terminal may break it
      return line;
    }
    String indent = " ".repeat(indent(line));
    StringBuilder broken = new StringBuilder();
    StringBuilder current = new StringBuilder();
    for (String word : line.stripTrailing().split("(?<=\\S) ", -1)) {
      if (current.length() > 0 && current.length() + 1 + word.stripTrailing().length() > WIDTH) {
        broken.append(current.toString().stripTrailing()).append('\n').append(indent);
        current = new StringBuilder(indent).append(word.stripLeading());
        broken.setLength(broken.length() - indent.length());
      } else {
        current.append(current.length() > 0 ? " " : "").append(word);
      }
    }
    return broken.append(current).toString();
  }

  private static int indent(String line) {
    if (line.startsWith(SYNOPSIS)) {
      return SYNOPSIS.length();
    }
    Matcher columns = COLUMNS.matcher(line);
    if (columns.matches()) {
      return columns.group(1).length() + 2;
    }
    Matcher indent = INDENT.matcher(line);
    return indent.matches() ? indent.group(1).length() : 0;
  }
}
