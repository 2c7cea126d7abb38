package org.workbinroutes.ops.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.workbinroutes.ops.check.Finding.Level;

/** All that the checks found. */
public final class Report {
  private final List<Finding> findings;

  /**
   * Makes a report.
   *
   * @param findings in the order of the checks
   */
  public Report(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** Whether something does not work. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(finding -> finding.level() == Level.ERROR);
  }

  public List<String> table() {
    int width = findings.stream().mapToInt(finding -> finding.part().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-7s  %-" + Math.max(1, width) + "s  %s",
              word(finding.level()),
              finding.part(),
              finding.text()));
      if (finding.remedy() != null) {
        lines.add(" ".repeat(width + 11) + "-> " + finding.remedy());
      }
    }
    lines.add("");
    lines.add(
        count(Level.OK)
            + " ok, "
            + count(Level.WARNING)
            + " warnings, "
            + count(Level.ERROR)
            + " errors");
    return lines;
  }

  public String json() {
    JsonMapper mapper = new JsonMapper();
    ObjectNode report = mapper.createObjectNode().put("ok", !hasErrors());
    for (Finding finding : findings) {
      ObjectNode line = report.withArray("/findings").addObject();
      line.put("part", finding.part());
      line.put("level", word(finding.level()));
      line.put("text", finding.text());
      if (finding.remedy() != null) {
        line.put("remedy", finding.remedy());
      }
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private long count(Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
