package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * One JSON object, or an array of them. A record that exceeds a limit, or is not UTF-8, spoils no
 * other. Broken JSON ends the reading: what follows is unknown.
 */
final class JsonRecords extends FileRecords {
  private static final RecordFrame FRAME = RecordFrame.of("[\n", ",\n", "\n]\n");

  private final JsonSplitter splitter;
  private final StrictJson json = new StrictJson();
  private final int maxBytes;
  private long position;

  JsonRecords(InputStream in, int maxBytes) {
    this(in, maxBytes, maxBytes);
  }

  /**
   * Records.
   *
   * @param maxBytes the size of the largest record that is taken
   * @param keptBytes the size of the largest of which the original is kept
   */
  JsonRecords(InputStream in, int maxBytes, int keptBytes) {
    this.splitter = new JsonSplitter(in, keptBytes);
    this.maxBytes = maxBytes;
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    JsonSplitter.Raw raw = splitter.next();
    if (raw == null) {
      return null;
    }
    position++;
    long line = raw.place().line();
    if (raw.tooLarge()) {
      json.requireBeginOfJson(raw.bytes(), raw.place());
      if (!raw.whole()) {
        throw splitter.cut();
      }
      return FileRecord.unreadable(position, line, tooLarge(), null);
    }
    try {
      JsonNode record = json.read(StrictJson.decode(raw.bytes(), raw.place()), raw.place());
      if (!raw.whole()) {
        throw splitter.cut();
      }
      return raw.bytes().length > maxBytes
          ? FileRecord.unreadable(position, line, tooLarge(), raw.bytes())
          : FileRecord.ofJson(position, line, record, raw.bytes());
    } catch (StrictJson.BrokenJsonException broken) {
      throw broken.problem();
    } catch (InvalidRequestException invalid) {
      json.requireJson(raw.bytes(), raw.place());
      if (!raw.whole()) {
        throw splitter.cut();
      }
      return FileRecord.unreadable(position, line, invalid, raw.bytes());
    }
  }

  @Override
  RecordFrame frame() {
    return FRAME;
  }

  @Override
  public void close() throws IOException {
    splitter.close();
  }

  private InvalidRequestException tooLarge() {
    return splitter.isArray()
        ? PlacementRequestParser.tooLarge(maxBytes)
        : new InvalidRequestException(
            Reason.TOO_LARGE,
            new FieldError(
                "",
                "the object is larger than "
                    + maxBytes
                    + " bytes: shorten its attributes; of several records give the array alone,"
                    + " without an object around it"));
  }
}
