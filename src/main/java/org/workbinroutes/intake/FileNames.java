package org.workbinroutes.intake;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Names of dropped files, and of the files that are derived from them. A name is a name: nothing in
 * it is interpreted, so all that a file system takes is taken, besides what cannot be shown.
 */
final class FileNames {
  static final String RULE =
      "its name begins with a dot, or has a backslash, control characters or line ends: rename it";

  /**
   * Control characters, those that change the direction of a line, line ends, half characters; and
   * the backslash, which Camel takes for a separator of folders.
   */
  private static final Pattern NOT_READABLE =
      Pattern.compile("[\\\\\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");

  /** Of all file systems in use. */
  private static final int MAX_BYTES = 255;

  private static final int HASH_CHARACTERS = 16;

  private FileNames() {}

  /** Whether files and folders of this name are read. */
  static boolean isReadable(String name) {
    return !name.startsWith(".") && !NOT_READABLE.matcher(name).find();
  }

  /**
   * A name made of another one. If it would be too long, the middle is cut, and a hash of the
   * original name keeps it apart from others.
   */
  static String derived(String before, String name, String after) {
    if (bytes(before + name + after) <= MAX_BYTES) {
      return before + name + after;
    }
    String ending = FileKind.of(name).map(FileKind::ending).orElse("");
    String tail = '~' + hash(name) + ending;
    StringBuilder stem = new StringBuilder();
    int room = MAX_BYTES - bytes(before + tail + after);
    for (int c : name.codePoints().toArray()) {
      room -= bytes(Character.toString(c));
      if (room < 0) {
        break;
      }
      stem.appendCodePoint(c);
    }
    return before + stem + tail + after;
  }

  /** A path beside another, see {@link #derived(String, String, String)}. */
  static Path sibling(String before, Path path, String after) {
    return path.resolveSibling(derived(before, path.getFileName().toString(), after));
  }

  /** The name of a file as seen from a folder, with / between folders on every system. */
  static String relative(Path folder, Path file) {
    return StreamSupport.stream(folder.relativize(file).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
