package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of a .zip that are read; the others are passed over, and the log says so. Nothing is
 * unpacked to disk: the name of an entry is shown, and never a path. The directory is looked
 * through before anything is read, and each entry to its check sum before its first record is given
 * out. An entry that cannot be read spoils no other.
 */
final class ZipParts extends FileParts {
  private static final Logger LOG = LoggerFactory.getLogger(ZipParts.class);
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(zip|gz|tgz|jar|war|tar|7z|rar|bz2|xz|zst|lz4|lzma|z)");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final int MAX_NAME = 500;
  private static final int MAX_NAMED = 5;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int AES = 99;

  private final Path name;
  private List<Part> parts;
  private ZipDirectory directory;
  private volatile long bytesTotal;
  private int given;

  ZipParts(Path name, FileChannel channel, FileReading reading) throws IOException {
    super(channel, reading);
    this.name = name;
  }

  private record Part(String name, FileFormat format, ZipDirectory.Entry entry) {}

  @Override
  FilePart next() throws IOException {
    if (parts == null) {
      open();
    }
    if (given == parts.size()) {
      return null;
    }
    Part part = parts.get(given);
    given++;
    InputStream content = new VerifiedInput(verify -> content(part.entry(), verify));
    return new FilePart(
        given,
        part.name(),
        part.format(),
        part.format().read(content, reading, FileKind.Packing.ZIP));
  }

  @Override
  long bytesRead() {
    return Math.min(budget.total(), bytesTotal);
  }

  @Override
  long bytesTotal() {
    return bytesTotal;
  }

  private void open() throws IOException {
    parts = List.of();
    directory = ZipDirectory.of(channel, FileReading.MAX_ENTRIES);
    parts = readable();
    long total = 0;
    for (Part part : parts) {
      total = Math.min(Long.MAX_VALUE / 2, total + part.entry().bytes());
    }
    bytesTotal = total;
  }

  private List<Part> readable() throws UnreadableFileException {
    List<Part> readable = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int number = 0;
    for (ZipDirectory.Entry entry : directory.entries()) {
      number++;
      String name = plain(entry.name());
      requireSafe(name, number);
      if (name.isEmpty() || name.endsWith("/")) {
        continue;
      }
      if (isOfTheSystem(name)) {
        passedOver.add(name);
        continue;
      }
      if (!names.add(name)) {
        throw new UnreadableFileException(
            "there are two entries " + FieldNames.shown(name) + ": keep one of them");
      }
      if (ARCHIVE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
        throw new UnreadableFileException(
            "entry " + FieldNames.shown(name) + " is packed itself: drop it on its own");
      }
      FileFormat.of(name)
          .ifPresentOrElse(
              format -> readable.add(new Part(name, format, entry)), () -> passedOver.add(name));
    }
    if (directory.entries().stream().anyMatch(entry -> entry.name().indexOf('\\') >= 0)) {
      LOG.info("In the archive {} the \\ in names is read as /", name);
    }
    if (!passedOver.isEmpty()) {
      LOG.info(
          "Of the archive {} {} entries are passed over: {}{}",
          name,
          passedOver.size(),
          passedOver.stream().limit(MAX_NAMED).map(FieldNames::shown).toList(),
          passedOver.size() > MAX_NAMED ? " and others" : "");
    }
    if (readable.isEmpty()) {
      throw new UnreadableFileException(
          "no entry ends in one of " + FileFormat.endings() + ": rename them");
    }
    return readable;
  }

  private InputStream content(ZipDirectory.Entry entry, boolean verify) throws IOException {
    if (entry.encrypted() || entry.method() == AES) {
      throw new UnreadableFileException("it is encrypted: pack it without a password");
    }
    if (entry.method() != STORED && entry.method() != DEFLATED) {
      throw new UnreadableFileException(
          "it is packed by " + method(entry.method()) + ": pack it by deflate (\"normal\")");
    }
    InputStream packed = directory.packed(entry);
    InputStream unpacked = entry.method() == STORED ? packed : new Inflating(packed);
    return new UnpackedInput(new CrcCheckedStream(unpacked, entry), verify ? verified : budget);
  }

  private static String method(int number) {
    return switch (number) {
      case 9 -> "Deflate64";
      case 12 -> "bzip2";
      case 14 -> "LZMA";
      case 93 -> "Zstandard";
      case 95 -> "xz";
      case 98 -> "PPMd";
      default -> "method " + number;
    };
  }

  /** Some programs write backslashes, others begin with the folder itself. */
  private static String plain(String name) {
    String slashed = name.replace('\\', '/');
    while (slashed.startsWith("./")) {
      slashed = slashed.substring(2);
    }
    return slashed;
  }

  /** What macOS and Office put beside each file, and all that is hidden. */
  private static boolean isOfTheSystem(String name) {
    String[] parts = name.split("/", -1);
    for (String part : parts) {
      if (part.startsWith(".") || part.equals("__MACOSX")) {
        return true;
      }
    }
    return parts[parts.length - 1].startsWith("~$");
  }

  private static void requireSafe(String name, int number) throws UnreadableFileException {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    boolean safe = plain.length() <= MAX_NAME && !DRIVE.matcher(plain).matches();
    for (String part : plain.split("/", -1)) {
      // the entry of the folder itself is ./
      safe &= !part.equals("..") && (!part.isEmpty() || name.isEmpty()) && isShowable(part);
    }
    if (!safe) {
      throw new UnreadableFileException(
          "the name of entry "
              + number
              + ", "
              + FieldNames.shown(name)
              + ", is no plain one: no .., no empty part, no drive or / at the beginning, no"
              + " control characters, and at most "
              + MAX_NAME
              + " characters");
    }
  }

  private static boolean isShowable(String part) {
    return part.codePoints().noneMatch(ZipParts::isHidden);
  }

  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Deflated data; ends its inflater. */
  private static final class Inflating extends InflaterInputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    Inflating(InputStream in) {
      super(in, new Inflater(true), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  /** Sees to it that an entry is what was packed. */
  private static final class CrcCheckedStream extends CheckedInputStream {
    private final ZipDirectory.Entry entry;
    private long count;

    CrcCheckedStream(InputStream in, ZipDirectory.Entry entry) {
      super(in, new CRC32());
      this.entry = entry;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count += Math.max(0, read);
      boolean whole = count == entry.bytes() && getChecksum().getValue() == entry.crc();
      if (read < 0 && !whole) {
        throw UnpackedInput.damaged();
      }
      return read;
    }
  }
}
