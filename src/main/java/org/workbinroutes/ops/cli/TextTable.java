package org.workbinroutes.ops.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns as wide as their widest text. */
record TextTable(List<String> columns, List<List<String>> rows) {
  private static final String GAP = "  ";

  List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    all.add(columns);
    all.addAll(rows);
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      widths.add(all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
