package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * Reads the records of a batch as those of a file, one after the other and never more than one. A
 * record that is no request spoils no other.
 */
final class HttpBatchReader {
  private final PlacementRequestParser parser;

  HttpBatchReader(PlacementRequestParser parser) {
    this.parser = parser;
  }

  /** Is given each record. */
  interface Records {
    void record(FileRecord record) throws IOException, InterruptedException;
  }

  /**
   * Counts the records, as far as they are JSON at all. Of an array that is broken anywhere nothing
   * can be said.
   *
   * @throws InvalidRequestException if there is none, or it cannot be read to its end
   */
  long count(HttpBatchFormat format, InputStream body) throws InvalidRequestException {
    long count = 0;
    FileRecords records = records(format, body);
    while (records.hasNext()) {
      records.next();
      count++;
    }
    if (records.failure().isPresent()) {
      throw new InvalidRequestException(
          Reason.MALFORMED, new FieldError("", records.failure().get()));
    }
    return count;
  }

  /** Reads the records of a batch that {@link #count} has found readable. */
  void read(HttpBatchFormat format, InputStream body, Records sink)
      throws IOException, InterruptedException {
    FileRecords records = records(format, body);
    while (records.hasNext()) {
      sink.record(records.next());
    }
    if (records.failure().isPresent()) {
      throw new IOException("The batch cannot be read again: " + records.failure().get());
    }
  }

  /** The body is closed by its owner. */
  private FileRecords records(HttpBatchFormat format, InputStream body) {
    return format == HttpBatchFormat.LINES
        ? new NdjsonRecords(body, parser.maxBytes())
        : new JsonRecords(body, parser.maxBytes());
  }
}
