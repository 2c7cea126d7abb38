package org.workbinroutes.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * All records of a dropped file, in the order they stand there. An entry of an archive that cannot
 * be read to its end does not keep the others from being read. Used by one thread at a time.
 */
final class DroppedFile implements Iterator<PartRecord>, Closeable {
  private static final int MAX_FAILURES = 20;

  private final FileParts parts;
  private final List<String> failures = new ArrayList<>();
  private int failed;
  private FilePart part;
  private PartRecord next;
  private boolean ended;

  private DroppedFile(FileParts parts) {
    this.parts = parts;
  }

  /**
   * Opens a file.
   *
   * @param name relative to the drop folder, with / between folders
   * @throws IOException if it cannot be opened now; what is wrong with its content is told by
   *     {@link #failures()}
   */
  static DroppedFile open(Path file, String name, FileKind kind, FileReading reading)
      throws IOException {
    try (HeldFolder folder = HeldFolder.of(file, name)) {
      FileChannel channel = folder.open(file);
      try {
        return new DroppedFile(FileParts.of(file.getFileName(), channel, kind, reading));
      } catch (IOException | RuntimeException unreadable) {
        channel.close();
        throw unreadable;
      }
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      try {
        advance();
      } catch (IOException unreadable) {
        fail(
            unreadable instanceof UnreadableFileException
                ? unreadable.getMessage()
                : StrictJson.malformed(unreadable).getMessage());
        ended = true;
      }
    }
    return next != null;
  }

  @Override
  public PartRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    PartRecord record = next;
    next = null;
    return record;
  }

  /** Why some of it could not be read; empty if all was, or is still being read. */
  List<String> failures() {
    List<String> told = new ArrayList<>(failures);
    if (failed > failures.size()) {
      told.add("and " + (failed - failures.size()) + " entries more");
    }
    return told;
  }

  /** See {@link FileParts#bytesRead()}; may be asked by any thread. */
  long bytesRead() {
    return parts.bytesRead();
  }

  /** See {@link FileParts#bytesTotal()}; may be asked by any thread. */
  long bytesTotal() {
    return parts.bytesTotal();
  }

  @Override
  public void close() throws IOException {
    try (parts) {
      closePart();
    }
  }

  private void advance() throws IOException {
    if (part == null) {
      part = parts.next();
      ended = part == null;
    } else if (part.records().hasNext()) {
      next = new PartRecord(part, part.records().next());
    } else {
      part.records().failure().ifPresent(this::fail);
      closePart();
      ended = parts.isSpent();
    }
  }

  private void closePart() throws IOException {
    if (part != null) {
      FilePart closing = part;
      part = null;
      closing.records().close();
    }
  }

  private void fail(String why) {
    failed++;
    if (failures.size() < MAX_FAILURES) {
      failures.add(part == null || part.entry() == null ? why : part.entry() + ": " + why);
    }
  }
}
