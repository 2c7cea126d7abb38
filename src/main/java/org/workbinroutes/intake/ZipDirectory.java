package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The end of a .zip, which says how large its directory is. {@link java.util.zip.ZipFile} reads all
 * of that into memory, so a hostile one is found before.
 */
final class ZipDirectory {
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 65_535;
  private static final int SIGNATURE = 0x06054b50;
  private static final int MAX_DIRECTORY_BYTES = 4 * 1024 * 1024;

  private ZipDirectory() {}

  /**
   * Refuses an archive that is none, or has too many entries.
   *
   * @param maxEntries the most entries
   */
  static void requireSmall(Path file, int maxEntries) throws IOException {
    ByteBuffer tail = tail(file);
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      boolean end =
          tail.getInt(at) == SIGNATURE
              && at + END_BYTES + (tail.getShort(at + 20) & 0xffff) == tail.limit();
      if (end) {
        int entries = tail.getShort(at + 10) & 0xffff;
        long bytes = tail.getInt(at + 12) & 0xffffffffL;
        if (entries > maxEntries || bytes > MAX_DIRECTORY_BYTES) {
          throw new UnreadableFileException(
              "the archive has more than "
                  + maxEntries
                  + " entries, or a directory of more than "
                  + MAX_DIRECTORY_BYTES
                  + " bytes: split it");
        }
        return;
      }
    }
    throw UnpackedInput.damaged();
  }

  private static ByteBuffer tail(Path file) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long length = Math.min(channel.size(), END_BYTES + MAX_COMMENT);
      ByteBuffer tail = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(channel.size() - length);
      while (tail.hasRemaining() && channel.read(tail) >= 0) {
        // until all is there
      }
      return tail.flip();
    }
  }
}
