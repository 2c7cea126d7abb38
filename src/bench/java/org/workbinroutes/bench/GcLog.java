package org.workbinroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's garbage collection log tells.
 *
 * @param highestLivingMegabytes the most that was left after a collection
 */
record GcLog(long highestLivingMegabytes) {
  private static final Pattern COLLECTION = Pattern.compile(".*Pause.* (\\d+)M->(\\d+)M\\(.*");

  static GcLog read(Path file) throws IOException {
    long highest = 0;
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = COLLECTION.matcher(line);
      if (matcher.matches()) {
        highest = Math.max(highest, Long.parseLong(matcher.group(2)));
      }
    }
    return new GcLog(highest);
  }
}
