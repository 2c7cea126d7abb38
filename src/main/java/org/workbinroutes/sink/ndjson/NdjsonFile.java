package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that grows by whole lines: a line is in it entirely or not at all, whoever writes at the
 * same time in this JVM. It is opened for every line, so that it can be moved away at any time.
 */
final class NdjsonFile {
  private static final Set<OpenOption> OPEN =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          LinkOption.NOFOLLOW_LINKS);
  private static final byte LINE_END = '\n';

  private final Path path;
  private final boolean posix;
  private final ReentrantLock lock = new ReentrantLock();

  NdjsonFile(Path path) {
    this.path = path;
    this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Appends one line.
   *
   * @param json the text, without a line end
   * @param sync whether to wait until it is on the disk
   * @throws IOException if it could not be written; the file is then as before
   */
  void append(String json, boolean sync) throws IOException {
    byte[] line = (json + '\n').getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      Files.createDirectories(path.getParent(), attributes("rwx------"));
      try (FileChannel file = open()) {
        long end = file.size();
        try {
          long start = endsWithLine(file, end) ? end : terminate(file, end);
          write(file, ByteBuffer.wrap(line), start);
        } catch (IOException failed) {
          file.truncate(end);
          throw failed;
        }
        if (sync) {
          file.force(false);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private FileChannel open() throws IOException {
    // a link put in the file's place must not lead the write elsewhere
    if (Files.isSymbolicLink(path)) {
      throw new IOException(
          path
              + " is a symbolic link: remove it, or name the file it points to in the sink's 'to'");
    }
    return FileChannel.open(path, OPEN, attributes("rw-------"));
  }

  private FileAttribute<?>[] attributes(String permissions) {
    // notifications hold customer data: nobody but the owner reads them
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean endsWithLine(FileChannel file, long end) throws IOException {
    if (end == 0) {
      return true;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    return file.read(last, end - 1) == 1 && last.get(0) == LINE_END;
  }

  /** Ends the half line that a crash left, so that it spoils no other. */
  private static long terminate(FileChannel file, long end) throws IOException {
    write(file, ByteBuffer.wrap(new byte[] {LINE_END}), end);
    return end + 1;
  }

  private static void write(FileChannel file, ByteBuffer bytes, long start) throws IOException {
    long position = start;
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
  }
}
