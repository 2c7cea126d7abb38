package org.workbinroutes.intake;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The records of a file, a body or a message, one after the other, never all in memory. Ends early
 * if it cannot be read on; {@link #failure()} says why.
 */
abstract class FileRecords implements Iterator<FileRecord>, Closeable {
  private FileRecord next;
  private boolean ended;
  private String failure;

  /** The next record, or null at the end; an exception means that the file cannot be read on. */
  abstract FileRecord read() throws IOException, InvalidRequestException;

  /** What stands around records of this format, so that some of them make a file again. */
  abstract RecordFrame frame();

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = read();
      } catch (InvalidRequestException unreadable) {
        failure = unreadable.getMessage();
      } catch (UnreadableFileException unreadable) {
        failure = unreadable.getMessage();
      } catch (IOException unreadable) {
        failure = StrictJson.malformed(unreadable).getMessage();
      }
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public final FileRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    FileRecord record = next;
    next = null;
    return record;
  }

  /**
   * Checks that what was read is all there is.
   *
   * @throws InvalidRequestException saying why the rest could not be read
   */
  final void requireWhole() throws InvalidRequestException {
    if (failure != null) {
      throw InvalidRequestException.malformed(failure);
    }
  }

  /** Why the file could not be read to its end; empty if it was, or is still being read. */
  final Optional<String> failure() {
    return Optional.ofNullable(failure);
  }
}
