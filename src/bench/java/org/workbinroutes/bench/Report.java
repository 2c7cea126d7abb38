package org.workbinroutes.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One benchmark's table, printed and written to {@code target/bench/NAME.json}. */
final class Report {
  private final String name;
  private final PrintStream out;
  private final JsonMapper mapper = new JsonMapper();
  private final ArrayNode rows = mapper.createArrayNode();
  private final List<Goal> goals = new ArrayList<>();
  private List<String> head = List.of();

  Report(String name, PrintStream out) {
    this.name = name;
    this.out = out;
  }

  /**
   * A figure that is to be reached.
   *
   * @param figure what it is called
   * @param value what was measured
   * @param goal what is asked for
   * @param atLeast whether more is better
   */
  record Goal(String figure, double value, double goal, boolean atLeast) {
    boolean isReached() {
      return atLeast ? value >= goal : value <= goal;
    }
  }

  /** Begins a table. */
  void columns(String... names) {
    head = List.of(names);
    out.println();
    out.println("| " + String.join(" | ", head) + " |");
    out.println("|" + String.join("|", Collections.nCopies(head.size(), "---")) + "|");
  }

  /** Adds a row; numbers are written with the digits that tell something, a list is a cell each. */
  void row(Object... columns) {
    Object[] cells =
        Stream.of(columns)
            .flatMap(
                column -> column instanceof List<?> several ? several.stream() : Stream.of(column))
            .toArray();
    ObjectNode row = rows.addObject();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof Double number) {
        row.put(head.get(i), number);
        texts.add(text(number));
      } else if (cells[i] instanceof Number whole) {
        row.put(head.get(i), whole.longValue());
        texts.add(String.format(Locale.ROOT, "%,d", whole.longValue()));
      } else {
        row.put(head.get(i), String.valueOf(cells[i]));
        texts.add(String.valueOf(cells[i]));
      }
    }
    out.println("| " + String.join(" | ", texts) + " |");
  }

  /** Notes a figure that has a goal. */
  void goal(String figure, double value, double goal, boolean atLeast) {
    goals.add(new Goal(figure, value, goal, atLeast));
  }

  /** What was noted. */
  List<Goal> goals() {
    return List.copyOf(goals);
  }

  /** Prints the goals and writes the file. */
  void write(Path folder) throws IOException {
    out.println();
    ObjectNode file = mapper.createObjectNode().put("benchmark", name);
    file.put("java", Runtime.version().toString());
    file.put("processors", Runtime.getRuntime().availableProcessors());
    file.set("rows", rows);
    ArrayNode list = file.putArray("goals");
    for (Goal goal : goals) {
      out.printf(
          Locale.ROOT,
          "%s %s: %s, asked for %s %s%n",
          goal.isReached() ? "reached" : "MISSED",
          goal.figure(),
          text(goal.value()),
          goal.atLeast() ? "at least" : "at most",
          text(goal.goal()));
      list.addObject()
          .put("figure", goal.figure())
          .put("value", goal.value())
          .put("goal", goal.goal())
          .put("atLeast", goal.atLeast())
          .put("reached", goal.isReached());
    }
    Files.createDirectories(folder);
    mapper
        .writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(name + ".json").toFile(), file);
  }

  private static String text(double number) {
    double size = Math.abs(number);
    return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", number);
  }
}
