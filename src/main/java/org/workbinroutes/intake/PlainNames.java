package org.workbinroutes.intake;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Names of files and folders that nothing else reads anything into: no shell, URL or template. */
final class PlainNames {
  static final String RULE =
      "its name has other characters than letters, digits, blanks and . _ @ + = , ( ) [ ] -, or"
          + " more than 200: rename it";

  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._@+=,()\\[\\]-]{0,199}");

  private PlainNames() {}

  static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }

  /** The name of a file as seen from a folder, with / between folders on every system. */
  static String relative(Path folder, Path file) {
    return StreamSupport.stream(folder.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }
}
