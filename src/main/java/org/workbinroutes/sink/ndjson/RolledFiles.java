package org.workbinroutes.sink.ndjson;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.workbinroutes.storage.OwnerOnly;

/**
 * The files that were closed: {@code notifications-2026-11-24.ndjson}, the next of the same day
 * {@code notifications-2026-11-24.1.ndjson}, packed with {@code .gz} at the end. A number is never
 * used twice, so that none overwrites another.
 */
final class RolledFiles {
  private static final String PACKED = ".gz";
  private static final String UNFINISHED = ".gz.tmp";
  private static final int BUFFER = 64 * 1024;

  private final Path directory;
  private final String stem;
  private final String extension;
  private final Pattern names;
  private final boolean gzip;
  private final int keep;

  /**
   * Looks after the closed files of one file.
   *
   * @param keep how many closed ones are kept, the latest; 0 keeps all
   */
  RolledFiles(Path path, boolean gzip, int keep) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    this.directory = path.getParent();
    this.stem = dot > 0 ? name.substring(0, dot) : name;
    this.extension = dot > 0 ? name.substring(dot) : "";
    this.names =
        Pattern.compile(
            Pattern.quote(stem)
                + "-([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\.([0-9]{1,9}))?"
                + Pattern.quote(extension)
                + "(\\.gz|\\.gz\\.tmp)?");
    this.gzip = gzip;
    this.keep = keep;
  }

  private record Rolled(Path path, String day, int number, String suffix) {
    private boolean isPacked() {
      return suffix.equals(PACKED);
    }

    private boolean isUnfinished() {
      return suffix.equals(UNFINISHED);
    }
  }

  /**
   * Gives a closed file its name.
   *
   * @throws IOException if it could not be renamed; it then has its old name
   */
  void take(Path path, LocalDate day) throws IOException {
    int last = -1;
    for (Rolled rolled : list()) {
      if (rolled.day().equals(day.toString())) {
        last = Math.max(last, rolled.number());
      }
    }
    String number = last < 0 ? "" : "." + (last + 1);
    Files.move(path, directory.resolve(stem + "-" + day + number + extension));
    OwnerOnly.of(path).syncDirectory(directory);
  }

  /**
   * Packs what is not packed yet and removes what is too old. What a crash left half done is done
   * again.
   *
   * @throws IOException if something could not be done; nothing is lost then
   */
  void tidy() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    for (Rolled rolled : list()) {
      if (rolled.isUnfinished()) {
        Files.deleteIfExists(rolled.path());
      } else if (gzip && !rolled.isPacked()) {
        pack(rolled.path());
      }
    }
    if (keep > 0) {
      List<Rolled> all = list();
      for (Rolled old : all.subList(0, Math.max(0, all.size() - keep))) {
        Files.deleteIfExists(old.path());
      }
    }
  }

  /** All closed files, the oldest first. */
  private List<Rolled> list() throws IOException {
    List<Rolled> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = names.matcher(file.getFileName().toString());
        if (name.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          int number = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
          String suffix = name.group(3) == null ? "" : name.group(3);
          found.add(new Rolled(file, name.group(1), number, suffix));
        }
      }
    }
    found.sort(Comparator.comparing(Rolled::day).thenComparingInt(Rolled::number));
    return found;
  }

  private void pack(Path plain) throws IOException {
    Path packed = sibling(plain, PACKED);
    if (!Files.exists(packed, LinkOption.NOFOLLOW_LINKS)) {
      Path unfinished = sibling(plain, UNFINISHED);
      writePacked(plain, unfinished);
      Files.move(unfinished, packed, StandardCopyOption.ATOMIC_MOVE);
      OwnerOnly.of(packed).syncDirectory(directory);
    } else if (!isSame(plain, packed)) {
      throw new IOException(
          packed + " is there already and holds something else: move one of the two away");
    }
    Files.delete(plain);
  }

  private static void writePacked(Path plain, Path target) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try (FileChannel channel = FileChannel.open(target, options, OwnerOnly.of(target).file())) {
      OutputStream out = Channels.newOutputStream(channel);
      GZIPOutputStream zipped = new GZIPOutputStream(out, BUFFER);
      Files.copy(plain, zipped);
      zipped.finish();
      channel.force(true);
    }
  }

  private static boolean isSame(Path plain, Path packed) throws IOException {
    try (InputStream one = new BufferedInputStream(Files.newInputStream(plain), BUFFER);
        InputStream other =
            new BufferedInputStream(
                new GZIPInputStream(Files.newInputStream(packed), BUFFER), BUFFER)) {
      int expected = one.read();
      while (expected >= 0 && expected == other.read()) {
        expected = one.read();
      }
      return expected < 0 && other.read() < 0;
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
