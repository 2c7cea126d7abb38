package org.workbinroutes.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * A ratio that was reached before and that a change must not spoil. They stand in {@code
 * recorded.properties}, as {@code benchmark/figure = ratio}.
 *
 * @param figure what it is called
 * @param ratio what was reached
 */
record Recorded(String figure, double ratio) {
  private static final double LEAST_SHARE = 0.75;

  /** What is recorded, by the name of the benchmark. */
  static Map<String, List<Recorded>> read() throws IOException {
    Properties file = new Properties();
    try (InputStream in = Recorded.class.getResourceAsStream("recorded.properties")) {
      file.load(in);
    }
    Map<String, List<Recorded>> recorded = new LinkedHashMap<>();
    for (String key : new TreeSet<>(file.stringPropertyNames())) {
      int slash = key.indexOf('/');
      recorded
          .computeIfAbsent(key.substring(0, slash), name -> new ArrayList<>())
          .add(
              new Recorded(
                  key.substring(slash + 1), Double.parseDouble(file.getProperty(key).strip())));
    }
    return recorded;
  }

  /** Whether it is still reached, give or take a quarter; complains if not. */
  boolean isKept(List<Report.Goal> measured, PrintStream complaints) {
    for (Report.Goal goal : measured) {
      if (goal.figure().equals(figure)) {
        boolean kept = goal.value() >= LEAST_SHARE * ratio;
        if (!kept) {
          complaints.printf(
              Locale.ROOT,
              "%s: %.3f is more than a quarter under the recorded %.3f%n",
              figure,
              goal.value(),
              ratio);
        }
        return kept;
      }
    }
    complaints.println(figure + " was not measured");
    return false;
  }
}
