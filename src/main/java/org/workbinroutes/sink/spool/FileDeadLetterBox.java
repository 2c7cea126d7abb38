package org.workbinroutes.sink.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.UnreadableNotificationException;

/**
 * Dead letters in files, {@code <sink>.ndjson} in one folder, one JSON object on each line: id,
 * failedAt, reason, text. Each line is on the disk before it counts.
 *
 * <p>Letters that were put back stay in {@code <sink>.replayed} until the last of them was
 * delivered or has become a dead letter anew: after a crash in between they are dead letters again.
 */
public final class FileDeadLetterBox implements DeadLetterBox {
  private static final Set<OpenOption> APPEND =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          LinkOption.NOFOLLOW_LINKS);
  private static final long ROOM_MILLIS = 5_000;

  private final Path folder;
  private final JsonMapper mapper = new JsonMapper();
  private final NotificationCodec codec = new NotificationCodec();

  /** The sinks whose files were looked at since the start. */
  private final Set<String> lookedAt = new HashSet<>();

  private MemorySpool spool;

  /**
   * A box.
   *
   * @param folder where the files lie; made if missing
   */
  public FileDeadLetterBox(Path folder) {
    this.folder = folder;
  }

  /** Where letters are put back. */
  synchronized void putBackInto(MemorySpool target) {
    spool = target;
  }

  @Override
  public synchronized void keep(String sink, DeadLetter letter) throws IOException {
    takeBackAfterCrash(sink);
    append(file(sink), letter);
  }

  @Override
  public synchronized void read(String sink, int limit, Consumer<DeadLetter> reader)
      throws IOException {
    takeBackAfterCrash(sink);
    forEach(file(sink), limit, reader);
  }

  @Override
  public synchronized OptionalLong count(String sink) {
    AtomicLong count = new AtomicLong();
    try {
      takeBackAfterCrash(sink);
      forEach(file(sink), Integer.MAX_VALUE, letter -> count.incrementAndGet());
      return OptionalLong.of(count.get());
    } catch (IOException | UncheckedIOException unreadable) {
      return OptionalLong.empty();
    }
  }

  @Override
  public synchronized long replay(String sink) throws IOException {
    takeBackAfterCrash(sink);
    Path letters = file(sink);
    Path replayed = replayed(sink);
    if (Files.exists(replayed)) {
      throw new IOException(
          "The letters of the last replay are not all delivered: try again when they are");
    }
    if (!Files.exists(letters)) {
      return 0;
    }
    Files.move(letters, replayed, StandardCopyOption.ATOMIC_MOVE);
    Replay replay = new Replay(sink, replayed);
    forEach(replayed, Integer.MAX_VALUE, replay::putBack);
    replay.fed();
    return replay.putBack;
  }

  @Override
  public synchronized long purge(String sink) throws IOException {
    long count = count(sink).orElse(0);
    Files.deleteIfExists(file(sink));
    return count;
  }

  /** Letters on their way back to a sink's queue. */
  private final class Replay {
    private final String sink;
    private final Path replayed;

    /** Those that are not settled, and one for the feeding itself. */
    private final AtomicLong open = new AtomicLong(1);

    private boolean full;
    private long putBack;

    Replay(String sink, Path replayed) {
      this.sink = sink;
      this.replayed = replayed;
    }

    void putBack(DeadLetter letter) {
      try {
        open.incrementAndGet();
        if (!full
            && spool
                .queue(sink)
                .offer(
                    new Waiting("replayed-" + letter.id(), letter.text(), lane(letter.text())),
                    this::settled,
                    ROOM_MILLIS)) {
          putBack++;
          return;
        }
        full = true;
        append(file(sink), letter);
        settled();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (SpoolUnavailableException stopping) {
        throw new UncheckedIOException(new IOException(stopping));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException(stopped));
      }
    }

    void fed() {
      settled();
    }

    private void settled() {
      if (open.decrementAndGet() == 0) {
        try {
          Files.deleteIfExists(replayed);
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    }
  }

  /** What another process was putting back when it ended are dead letters again. */
  private void takeBackAfterCrash(String sink) throws IOException {
    if (!lookedAt.add(sink)) {
      return;
    }
    endHalfLine(file(sink));
    Path replayed = replayed(sink);
    if (Files.exists(replayed)) {
      forEach(
          replayed,
          Integer.MAX_VALUE,
          letter -> {
            try {
              append(file(sink), letter);
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
      Files.delete(replayed);
    }
  }

  private static void endHalfLine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      long end = channel.size();
      if (end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n') {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
      }
    }
  }

  private void append(Path file, DeadLetter letter) throws IOException {
    ObjectNode json =
        mapper
            .createObjectNode()
            .put("id", letter.id())
            .put("failedAt", letter.failedAt())
            .put("reason", letter.reason())
            .put("text", letter.text());
    Files.createDirectories(folder, attributes("rwx------"));
    try (FileChannel channel = FileChannel.open(file, APPEND, attributes("rw-------"))) {
      long end = channel.size();
      ByteBuffer line =
          ByteBuffer.wrap(
              (mapper.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8));
      try {
        while (line.hasRemaining()) {
          channel.write(line);
        }
      } catch (IOException half) {
        channel.truncate(end);
        throw half;
      }
      channel.force(false);
    }
  }

  private void forEach(Path file, int limit, Consumer<DeadLetter> reader) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int shown = 0;
      for (String line = lines.readLine(); line != null && shown < limit; line = lines.readLine()) {
        JsonNode letter = parsed(line);
        if (letter != null) {
          shown++;
          reader.accept(
              new DeadLetter(
                  letter.path("id").asText(),
                  letter.path("failedAt").asText(),
                  letter.path("reason").asText(),
                  letter.path("text").asText()));
        }
      }
    }
  }

  /**
   * Null for a half line that a crash left: it was not kept, so its notification was not either.
   */
  private JsonNode parsed(String line) throws IOException {
    try {
      JsonNode letter = mapper.readTree(line);
      return letter != null && letter.isObject() ? letter : null;
    } catch (JsonProcessingException half) {
      return null;
    }
  }

  private String lane(String text) {
    try {
      return WorkbinLane.of(codec.read(text));
    } catch (UnreadableNotificationException noNotification) {
      return WorkbinLane.NONE;
    }
  }

  private FileAttribute<?>[] attributes(String permissions) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Sinks' names are letters, digits, underscores and hyphens: no path can be made of them. */
  private Path file(String sink) {
    return folder.resolve(sink + ".ndjson");
  }

  private Path replayed(String sink) {
    return folder.resolve(sink + ".replayed");
  }
}
