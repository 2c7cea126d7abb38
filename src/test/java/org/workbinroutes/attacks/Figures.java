package org.workbinroutes.attacks;

import java.util.List;

/**
 * What was measured around an attack.
 *
 * @param seconds how long it took
 * @param asked how often an honest caller asked over HTTP meanwhile
 * @param answered how often it was answered within two seconds
 * @param longestSilenceSeconds the longest time without an answer
 * @param health what health said, each change once
 * @param exitCodes of processes that ended by themselves
 * @param residentBefore resident memory before, in MB
 * @param residentPeak the peak of resident memory, in MB
 * @param residentAfter resident memory after, in MB
 * @param cpu processor time by time, 1 is one core
 * @param logLines how many lines the log got
 * @param logBytes how many bytes the log got
 */
record Figures(
    double seconds,
    int asked,
    int answered,
    double longestSilenceSeconds,
    List<String> health,
    List<Integer> exitCodes,
    long residentBefore,
    long residentPeak,
    long residentAfter,
    double cpu,
    long logLines,
    long logBytes) {
  /** In one line of the report. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%.0f s; ".formatted(seconds));
    text.append("others answered %d of %d".formatted(answered, asked));
    if (longestSilenceSeconds >= 2) {
      text.append(", longest silence %.0f s".formatted(longestSilenceSeconds));
    }
    text.append("; health ").append(String.join(" -> ", health));
    if (!exitCodes.isEmpty()) {
      text.append("; process ended with ").append(exitCodes);
    }
    text.append("; %.2f cores".formatted(cpu));
    text.append("; log %,d lines, %,d KB".formatted(logLines, logBytes / 1024));
    return text.toString();
  }

  /** Resident memory in one cell of the report. */
  String memory() {
    return "%d / %d / %s"
        .formatted(residentBefore, residentPeak, residentAfter < 0 ? "ended" : residentAfter);
  }
}
