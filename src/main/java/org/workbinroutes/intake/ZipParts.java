package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The entries of a .zip that are read; the others are passed over and counted. Nothing is unpacked
 * to disk: the name of an entry is shown, and never a path. The whole archive is looked through
 * before anything of it is read.
 */
final class ZipParts implements FileParts {
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(zip|gz|tgz|jar|war|tar|7z|rar|bz2|xz|zst|lz4|lzma|z)");

  private final Path path;
  private final FileReading reading;
  private final UnpackedBudget budget;
  private List<ZipEntry> entries;
  private ZipFile zip;
  private volatile long bytesTotal;
  private int given;

  ZipParts(Path path, FileReading reading) throws IOException {
    this.path = path;
    this.reading = reading;
    this.budget = new UnpackedBudget(Files.size(path), reading.maxUnpackedBytes());
  }

  @Override
  public FilePart next() throws IOException {
    if (entries == null) {
      open();
    }
    if (given == entries.size()) {
      return null;
    }
    ZipEntry entry = entries.get(given);
    given++;
    FileFormat format = FileFormat.of(entry.getName()).orElseThrow();
    return new FilePart(given, entry.getName(), format, format.read(content(entry), reading));
  }

  @Override
  public boolean isSpent() {
    return budget.isSpent();
  }

  @Override
  public long bytesRead() {
    return Math.min(budget.total(), bytesTotal);
  }

  @Override
  public long bytesTotal() {
    return bytesTotal;
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }

  private void open() throws IOException {
    entries = List.of();
    ZipDirectory.requireSmall(path, FileReading.MAX_ENTRIES);
    BasicFileAttributes before = attributes();
    try {
      zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException noZip) {
      throw UnpackedInput.damaged();
    }
    // a ZipFile follows links: it must be the file that was looked at
    if (before.isSymbolicLink() || !Objects.equals(before.fileKey(), attributes().fileKey())) {
      throw new UnreadableFileException("it was replaced while it was opened: drop it again");
    }
    entries = readable();
    bytesTotal = entries.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private List<ZipEntry> readable() throws UnreadableFileException {
    List<ZipEntry> readable = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      number++;
      String name = entry.getName();
      if (isOfTheSystem(name)) {
        continue;
      }
      if (!isSafe(name)) {
        throw new UnreadableFileException(
            "the name of entry "
                + number
                + " is no plain one: letters, digits, blanks and . _ @ + = , ( ) [ ] - are taken,"
                + " and / between folders, no .. and no / at the beginning");
      }
      if (entry.isDirectory()) {
        continue;
      }
      if (!names.add(name)) {
        throw new UnreadableFileException("there are two entries " + name + ": keep one of them");
      }
      if (ARCHIVE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
        throw new UnreadableFileException(
            "entry " + name + " is packed itself: drop it on its own");
      }
      if (FileFormat.of(name).isPresent()) {
        readable.add(entry);
      }
    }
    if (readable.isEmpty()) {
      throw new UnreadableFileException(
          "no entry ends in one of " + FileFormat.endings() + ": rename them");
    }
    return readable;
  }

  private InputStream content(ZipEntry entry) throws IOException {
    try {
      return new UnpackedInput(new Sound(zip.getInputStream(entry), entry), budget);
    } catch (IOException noEntry) {
      throw new UnreadableFileException(
          "entry " + entry.getName() + " cannot be unpacked: pack it by deflate, without password");
    }
  }

  /** What macOS puts beside each file, and the like. */
  private static boolean isOfTheSystem(String name) {
    return !name.startsWith("../")
        && !name.equals("..")
        && (name.startsWith("__MACOSX/") || name.matches("\\.[^./][^/]*"));
  }

  private static boolean isSafe(String name) {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (plain.isEmpty() || plain.length() > 500) {
      return false;
    }
    for (String part : plain.split("/", -1)) {
      if (!PlainNames.isPlain(part)) {
        return false;
      }
    }
    return true;
  }

  /** Sees to it that an entry is what was packed: {@link ZipFile} does not compare check sums. */
  private static final class Sound extends CheckedInputStream {
    private final ZipEntry entry;

    Sound(InputStream in, ZipEntry entry) {
      super(in, new CRC32());
      this.entry = entry;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count < 0 && entry.getCrc() >= 0 && getChecksum().getValue() != entry.getCrc()) {
        throw UnpackedInput.damaged();
      }
      return count;
    }
  }
}
