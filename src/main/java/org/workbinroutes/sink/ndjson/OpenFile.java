package org.workbinroutes.sink.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.storage.OwnerOnly;

/**
 * A file that is open for lines to be added. To be used by one thread at a time.
 *
 * <p>A sync that failed is final. The system may have dropped what it could not write, and a second
 * sync would tell of success: the file has to be opened anew.
 */
final class OpenFile {
  /** Forces a file's content to the disk. */
  @FunctionalInterface
  interface Disk {
    /**
     * Returns when all that was written is on the disk.
     *
     * @throws IOException if that is not sure
     */
    void force(FileChannel file) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          LinkOption.NOFOLLOW_LINKS);
  private static final int BLOCK = 64 * 1024;
  private static final int LONGEST_LINE = 32 * 1024 * 1024;
  private static final byte LINE_END = '\n';

  private final Path path;
  private final FileChannel channel;
  private final Object key;
  private final Disk disk;
  private boolean failed;
  private long end;
  private LocalDate written;

  private OpenFile(Path path, FileChannel channel, Disk disk, ZoneId zone) throws IOException {
    this.path = path;
    this.channel = channel;
    this.disk = disk;
    BasicFileAttributes attributes = attributes(path);
    this.key = attributes.fileKey();
    this.written = LocalDate.ofInstant(attributes.lastModifiedTime().toInstant(), zone);
    this.end = repair();
  }

  /**
   * Opens a file, making it and its directory if need be. Half a line that a crash left is taken
   * out: nobody was told that it was delivered.
   *
   * @throws IOException if it cannot be opened, or is a symbolic link
   */
  static OpenFile open(Path path, Disk disk, ZoneId zone) throws IOException {
    OwnerOnly rights = OwnerOnly.of(path);
    Files.createDirectories(path.getParent(), rights.directory());
    // a link put in the file's place must not lead the write elsewhere
    if (Files.isSymbolicLink(path)) {
      throw new IOException(
          path
              + " is a symbolic link: remove it, or name the file it points to in the sink's 'to'");
    }
    boolean isNew = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    if (!isNew && !attributes(path).isRegularFile()) {
      throw new IOException(path + " is a pipe, a device or a folder: remove it");
    }
    FileChannel channel = FileChannel.open(path, OPTIONS, rights.file());
    try {
      OpenFile file = new OpenFile(path, channel, disk, zone);
      if (isNew) {
        // a line is safe only when its file's name is
        rights.syncDirectory(path.getParent());
      }
      return file;
    } catch (IOException unusable) {
      channel.close();
      throw unusable;
    }
  }

  /** {@return the size in bytes} */
  long size() {
    return end;
  }

  /** {@return the day of the last line, of the file's making if there is none} */
  LocalDate written() {
    return written;
  }

  /**
   * Whether this still is the file of its name, with nothing in it but what was written here. It is
   * not when somebody moved, removed, replaced, cut or wrote it.
   */
  boolean isCurrent() throws IOException {
    if (failed || !channel.isOpen()) {
      return false;
    }
    try {
      BasicFileAttributes now = attributes(path);
      return now.isRegularFile() && Objects.equals(now.fileKey(), key) && now.size() == end;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /**
   * Adds a line.
   *
   * @param line its bytes, with the line end
   * @throws IOException if it could not be written; the file is then as before
   */
  void add(byte[] line, LocalDate today) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      long position = end;
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      end = position;
      written = today;
    } catch (IOException broken) {
      if (channel.isOpen()) {
        channel.truncate(end);
      }
      throw broken;
    }
  }

  /**
   * Returns when all that was added is on the disk.
   *
   * @throws IOException if that is not sure
   */
  void force() throws IOException {
    try {
      disk.force(channel);
    } catch (IOException broken) {
      failed = true;
      throw broken;
    }
  }

  /** Closes the file; what was not forced to the disk gets there when the system likes. */
  void close() throws IOException {
    channel.close();
  }

  /** Takes out the rest of a line that never became whole; returns the file's end. */
  private long repair() throws IOException {
    long size = channel.size();
    long start = startOfLastLine(size);
    if (start == size) {
      return size;
    }
    if (size - start <= LONGEST_LINE && isJson(start, size)) {
      channel.write(ByteBuffer.wrap(new byte[] {LINE_END}), size);
      return size + 1;
    }
    LOG.warn(
        "{} ended with half a line of {} bytes: it is taken out, and its notification comes again",
        path,
        size - start);
    channel.truncate(start);
    return start;
  }

  private long startOfLastLine(long size) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    long to = size;
    while (to > 0) {
      long from = Math.max(0, to - BLOCK);
      read(block.clear().limit((int) (to - from)), from);
      for (int i = block.limit() - 1; i >= 0; i--) {
        if (block.get(i) == LINE_END) {
          return from + i + 1;
        }
      }
      to = from;
    }
    return 0;
  }

  private boolean isJson(long start, long size) throws IOException {
    ByteBuffer line = ByteBuffer.allocate((int) (size - start));
    read(line, start);
    JsonFactory json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(LONGEST_LINE).build())
            .build();
    try (JsonParser parser = json.createParser(new ByteArrayInputStream(line.array()))) {
      boolean any = false;
      while (parser.nextToken() != null) {
        any = true;
      }
      return any;
    } catch (IOException half) {
      return false;
    }
  }

  private void read(ByteBuffer into, long from) throws IOException {
    long position = from;
    while (into.hasRemaining()) {
      int read = channel.read(into, position);
      if (read < 0) {
        throw new IOException(path + " became shorter while it was read");
      }
      position += read;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
