package org.workbinroutes.sink.mail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.workbinroutes.storage.OwnerOnly;

/**
 * Where notifications wait on disk until the mail server took them: one file each, in their order.
 * Bounded. One process per directory.
 */
final class Outbox {
  private static final String WAITING = ".txt";
  private static final String UNFINISHED = ".tmp";
  private static final Pattern NAME = Pattern.compile("[0-9]{15}\\.txt");
  private static final Set<StandardOpenOption> NEW =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);

  private final Path directory;
  private final OwnerOnly rights;
  private final int limit;
  private List<Path> waiting;
  private long next;

  /**
   * Makes an outbox; nothing is read or made before the first use.
   *
   * @param directory where the files lie
   * @param limit how many can wait
   */
  Outbox(Path directory, int limit) {
    this.directory = directory;
    this.rights = OwnerOnly.of(directory);
    this.limit = limit;
  }

  /**
   * Keeps a text, on the disk for sure.
   *
   * @param text the text
   * @throws IOException if it could not be kept, or too many wait already
   */
  synchronized void put(String text) throws IOException {
    open();
    if (waiting.size() >= limit) {
      throw new IOException(
          "The outbox is full: "
              + waiting.size()
              + " notifications wait for a mail server that does not take them");
    }
    String name = String.format("%015d", next);
    Path unfinished = directory.resolve(name + UNFINISHED);
    try (FileChannel file = FileChannel.open(unfinished, NEW, rights.file())) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    }
    Path path = directory.resolve(name + WAITING);
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    rights.syncDirectory(directory);
    waiting.add(path);
    next++;
  }

  /** {@return how many wait} */
  synchronized int size() throws IOException {
    open();
    return waiting.size();
  }

  /**
   * The oldest that wait.
   *
   * @param most how many at most
   * @return their files, the oldest first
   */
  synchronized List<Path> oldest(int most) throws IOException {
    open();
    return List.copyOf(waiting.subList(0, Math.min(most, waiting.size())));
  }

  /**
   * Forgets what was sent.
   *
   * @param sent what {@link #oldest} told
   */
  synchronized void remove(List<Path> sent) throws IOException {
    for (Path file : sent) {
      Files.deleteIfExists(file);
      waiting.remove(file);
    }
    rights.syncDirectory(directory);
  }

  private void open() throws IOException {
    if (waiting != null) {
      return;
    }
    Files.createDirectories(directory, rights.directory());
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)) {
          // nobody was told that it was kept
          Files.deleteIfExists(file);
        } else if (NAME.matcher(name).matches()) {
          found.add(file);
        }
      }
    }
    found.sort(null);
    next = found.isEmpty() ? 0 : number(found.get(found.size() - 1)) + 1;
    waiting = found;
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - WAITING.length()));
  }
}
