package org.workbinroutes.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.storage.OwnerOnly;

/**
 * Keeps a second process away from {@code workbin.data}: ledger, journal and drop folder would be
 * worked on twice. The operating system releases the lock when the process ends, however it ends.
 */
public final class DataLock implements AutoCloseable {
  /** The file that is locked; it holds the number of the process. */
  public static final String FILE_NAME = "process.lock";

  private static final int LONGEST_NUMBER = 20;

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  public static DataLock take(Configuration configuration) {
    Path folder = configuration.dataFolder();
    Path file = folder.resolve(FILE_NAME);
    FileChannel channel = null;
    boolean taken = false;
    try {
      OwnerOnly rights = OwnerOnly.of(folder);
      Files.createDirectories(folder, rights.directory());
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              rights.file());
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw refusal(configuration, "process " + content(channel) + " works on it");
      }
      write(channel);
      taken = true;
      return new DataLock(channel);
    } catch (OverlappingFileLockException sameProcess) {
      throw refusal(configuration, "this process works on it already");
    } catch (IOException unusable) {
      throw new ConfigurationException(
          List.of(
              configuration.problem(
                  WorkbinOptions.DATA,
                  WorkbinOptions.DATA.key() + ": " + file + " cannot be written (" + unusable + ")",
                  "give the user of this process the right, make room, or name another folder")));
    } finally {
      if (!taken) {
        close(channel);
      }
    }
  }

  /**
   * The process that works on a folder.
   *
   * @return its number; empty if there is none, or this process may not look
   */
  public static Optional<String> holder(Path folder) {
    try (FileChannel channel =
            FileChannel.open(folder.resolve(FILE_NAME), StandardOpenOption.READ);
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return free == null ? Optional.of(content(channel)) : Optional.empty();
    } catch (OverlappingFileLockException sameProcess) {
      return Optional.of(Long.toString(ProcessHandle.current().pid()));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    close(channel);
  }

  private static void write(FileChannel channel) throws IOException {
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
        0);
  }

  private static String content(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_NUMBER);
    channel.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
  }

  private static ConfigurationException refusal(Configuration configuration, String why) {
    return new ConfigurationException(
        List.of(
            configuration.problem(
                WorkbinOptions.DATA,
                WorkbinOptions.DATA.key() + " = " + configuration.dataFolder() + ": " + why,
                "end that process, or give each process a workbin.data of its own")));
  }

  private static void close(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }
}
