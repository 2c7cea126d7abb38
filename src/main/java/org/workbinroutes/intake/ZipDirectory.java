package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory at the end of a .zip. {@link java.util.zip.ZipFile} refuses a whole archive for one
 * entry that it cannot unpack or whose name it cannot read; here that is the entry's own affair.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 0xffff;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int EXTRA_64 = 1;
  private static final int FLAG_ENCRYPTED = 1;
  private static final int FLAG_UTF_8 = 0x800;
  private static final int MAX_DIRECTORY_BYTES = 4 * 1024 * 1024;

  /** What DOS and Windows write without saying so. */
  private static final Charset OEM =
      Charset.isSupported("IBM437") ? Charset.forName("IBM437") : ISO_8859_1;

  private final FileChannel channel;
  private final long begin;
  private final long before;
  private final List<Entry> entries;

  private ZipDirectory(FileChannel channel, Location location, List<Entry> entries) {
    this.channel = channel;
    this.begin = location.begin();
    this.before = location.before();
    this.entries = entries;
  }

  /** An entry. */
  record Entry(
      String name,
      boolean encrypted,
      int method,
      long crc,
      long packedBytes,
      long bytes,
      long offset) {}

  /**
   * Where the directory is.
   *
   * @param begin its first byte in the file
   * @param before bytes of the file before the archive
   */
  private record Location(long begin, long bytes, long entries, long before) {}

  /**
   * Reads the directory of an archive.
   *
   * @throws UnreadableFileException if it is none, or has too many entries
   */
  static ZipDirectory of(FileChannel channel, int maxEntries) throws IOException {
    Location location = locate(channel);
    if (location.entries() > maxEntries || location.bytes() > MAX_DIRECTORY_BYTES) {
      throw new UnreadableFileException(
          "the archive has more than "
              + maxEntries
              + " entries, or a directory of more than "
              + MAX_DIRECTORY_BYTES
              + " bytes: split it");
    }
    if (location.begin() < 0 || location.before() < 0) {
      throw UnpackedInput.damaged();
    }
    ByteBuffer directory = read(channel, location.begin(), (int) location.bytes());
    List<Entry> entries = new ArrayList<>();
    for (long i = 0; i < location.entries(); i++) {
      entries.add(entry(directory));
    }
    if (directory.hasRemaining()) {
      throw UnpackedInput.damaged();
    }
    return new ZipDirectory(channel, location, entries);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The packed bytes of an entry. */
  ChannelSlice packed(Entry entry) throws IOException {
    long header = before + entry.offset();
    if (header < 0 || header > begin - LOCAL_BYTES) {
      throw UnpackedInput.damaged();
    }
    ByteBuffer local = read(channel, header, LOCAL_BYTES);
    long data = header + LOCAL_BYTES + unsigned(local, 26) + unsigned(local, 28);
    if (local.getInt(0) != LOCAL || entry.packedBytes() < 0 || entry.packedBytes() > begin - data) {
      throw UnpackedInput.damaged();
    }
    return new ChannelSlice(channel, data, entry.packedBytes());
  }

  private static Location locate(FileChannel channel) throws IOException {
    long size = channel.size();
    int length = (int) Math.min(size, END_BYTES + MAX_COMMENT);
    ByteBuffer tail = read(channel, size - length, length);
    for (int at = length - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_BYTES + unsigned(tail, at + 20) == length) {
        long end = size - length + at;
        long entries = unsigned(tail, at + 10);
        long bytes = tail.getInt(at + 12) & 0xffffffffL;
        long offset = tail.getInt(at + 16) & 0xffffffffL;
        boolean by64 = entries == 0xffff || bytes == 0xffffffffL || offset == 0xffffffffL;
        Location location = by64 ? locate64(channel, end) : null;
        return location == null
            ? new Location(end - bytes, bytes, entries, end - bytes - offset)
            : location;
      }
    }
    throw UnpackedInput.damaged();
  }

  /** The directory by the records of Zip64; null if there are none. */
  private static Location locate64(FileChannel channel, long end) throws IOException {
    if (end < LOCATOR_64_BYTES + END_64_BYTES) {
      return null;
    }
    ByteBuffer locator = read(channel, end - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
    if (locator.getInt(0) != LOCATOR_64) {
      return null;
    }
    // the second is where it is if something was put before the archive
    for (long at : new long[] {locator.getLong(8), end - LOCATOR_64_BYTES - END_64_BYTES}) {
      if (at >= 0 && at <= end - LOCATOR_64_BYTES - END_64_BYTES) {
        ByteBuffer record = read(channel, at, END_64_BYTES);
        if (record.getInt(0) == END_64) {
          long bytes = limited(record.getLong(40));
          return new Location(
              at - bytes,
              bytes,
              limited(record.getLong(32)),
              at - bytes - limited(record.getLong(48)));
        }
      }
    }
    throw UnpackedInput.damaged();
  }

  private static Entry entry(ByteBuffer directory) throws IOException {
    int at = directory.position();
    if (directory.remaining() < ENTRY_BYTES || directory.getInt(at) != ENTRY) {
      throw UnpackedInput.damaged();
    }
    int nameBytes = unsigned(directory, at + 28);
    int extraBytes = unsigned(directory, at + 30);
    int bytes = ENTRY_BYTES + nameBytes + extraBytes + unsigned(directory, at + 32);
    if (directory.remaining() < bytes) {
      throw UnpackedInput.damaged();
    }
    int flags = unsigned(directory, at + 8);
    byte[] name = new byte[nameBytes];
    directory.get(at + ENTRY_BYTES, name);
    ByteBuffer extra =
        extra64(directory.slice(at + ENTRY_BYTES + nameBytes, extraBytes).order(directory.order()));
    long size = in64(directory.getInt(at + 24), extra);
    long packed = in64(directory.getInt(at + 20), extra);
    long offset = in64(directory.getInt(at + 42), extra);
    directory.position(at + bytes);
    return new Entry(
        name(name, (flags & FLAG_UTF_8) != 0),
        (flags & FLAG_ENCRYPTED) != 0,
        unsigned(directory, at + 10),
        directory.getInt(at + 16) & 0xffffffffL,
        packed,
        size,
        offset);
  }

  /**
   * The fields that are too large for their place, one after the other; empty if there are none.
   */
  private static ByteBuffer extra64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
      if (id == EXTRA_64) {
        return extra.slice(extra.position(), length).order(extra.order());
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private static long in64(int value, ByteBuffer extra) throws UnreadableFileException {
    if (value != -1) {
      return value & 0xffffffffL;
    }
    if (extra.remaining() < Long.BYTES) {
      throw UnpackedInput.damaged();
    }
    return limited(extra.getLong());
  }

  /** Large enough to be refused, small enough to count on with. */
  private static long limited(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE / 4 : Math.min(unsigned, Long.MAX_VALUE / 4);
  }

  /** Many programs write UTF-8 and do not say so. */
  private static String name(byte[] bytes, boolean utf8) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException otherEncoding) {
      return new String(bytes, utf8 ? UTF_8 : OEM);
    }
  }

  private static int unsigned(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int count = 0;
    while (bytes.hasRemaining() && count >= 0) {
      count = channel.read(bytes, position + bytes.position());
    }
    if (bytes.hasRemaining()) {
      throw UnpackedInput.damaged();
    }
    return bytes.flip();
  }
}
