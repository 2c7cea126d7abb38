package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/** One JSON object, or an array of them. Broken JSON ends the reading: what follows is unknown. */
final class JsonRecords extends FileRecords {
  private static final int BYTE_ORDER_MARK = '\uFEFF';
  private static final int READ_AHEAD = 64 * 1024;
  private static final RecordFrame FRAME = RecordFrame.of("[\n", ",\n", "\n]\n");

  private final Reader reader;
  private final RecordingReader recorder;
  private final StrictJson json = new StrictJson();
  private final int maxLength;
  private JsonParser parser;
  private boolean array;
  private long position;

  /**
   * Records.
   *
   * @param maxLength the most characters a record may have
   */
  JsonRecords(InputStream in, int maxLength) {
    this.reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    this.recorder = new RecordingReader(reader, maxLength + READ_AHEAD);
    this.maxLength = maxLength;
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    JsonToken token = parser == null ? open() : parser.nextToken();
    if (array ? token == JsonToken.END_ARRAY : position == 1) {
      requireEnd(array ? parser.nextToken() : token);
      if (position == 0) {
        throw new InvalidRequestException(
            Reason.MALFORMED,
            new FieldError("", "the array is empty: give one object for each placement"));
      }
      return null;
    }
    position++;
    long line = parser.currentTokenLocation().getLineNr();
    long begin = parser.currentTokenLocation().getCharOffset();
    recorder.forgetBefore(begin);
    try {
      JsonNode record = json.readValue(parser, maxLength);
      return FileRecord.ofJson(position, line, record, original(begin));
    } catch (InvalidRequestException invalid) {
      boolean tooLarge = invalid.reason() == Reason.TOO_LARGE;
      return FileRecord.unreadable(position, line, invalid, tooLarge ? null : original(begin));
    }
  }

  @Override
  RecordFrame frame() {
    return FRAME;
  }

  @Override
  public void close() throws IOException {
    if (parser != null) {
      parser.close();
    }
    reader.close();
  }

  private byte[] original(long begin) throws IOException {
    // the text of a value is read to its end only when it is asked for
    parser.finishToken();
    return recorder
        .between(begin, parser.currentLocation().getCharOffset())
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .orElse(null);
  }

  /** The first token of the first record. */
  private JsonToken open() throws IOException, InvalidRequestException {
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    parser = json.open(recorder);
    JsonToken token = parser.nextToken();
    array = token == JsonToken.START_ARRAY;
    if (!array && token != JsonToken.START_OBJECT) {
      throw new InvalidRequestException(
          Reason.MALFORMED,
          new FieldError(
              "",
              token == null
                  ? "the file is empty: give a JSON object, or an array of them"
                  : "the file holds neither a JSON object nor an array of them"));
    }
    return array ? parser.nextToken() : token;
  }

  private void requireEnd(JsonToken token) throws InvalidRequestException {
    if (token != null) {
      throw new InvalidRequestException(
          Reason.MALFORMED,
          new FieldError(
              "",
              "something follows the JSON at line "
                  + parser.currentTokenLocation().getLineNr()
                  + ": for one record a line, name the file .ndjson"));
    }
  }
}
