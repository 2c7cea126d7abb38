package org.workbinroutes.demo;

import java.io.PrintStream;
import java.util.List;

/** What the person in front of the demo reads. */
final class Screen {
  private final PrintStream out;
  private int step;

  Screen(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.println();
    out.println(text);
    out.println("-".repeat(text.length()));
  }

  void step(String text) {
    step++;
    out.println();
    out.printf("%2d  %s%n", step, text);
  }

  void line(String text) {
    out.println("    " + text);
  }

  /** Prints rows below each other; the first is the head. */
  void table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        String fill = " ".repeat(widths[i] - cell.length());
        line.append(i == 0 ? cell + fill : "  " + fill + cell);
      }
      line(line.toString());
    }
    out.println();
  }

  void end(String text) {
    out.println(text);
    out.println();
    out.flush();
  }
}
