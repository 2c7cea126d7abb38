package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.workbinroutes.intake.InvalidRequestException.Reason;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Reads the records of a batch, one after the other and never more than one. A record that is no
 * request spoils no other.
 */
final class HttpBatchReader {
  private static final int MARK = '\uFEFF';
  private static final byte[] MARK_BYTES = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final PlacementRequestParser parser;
  private final StrictJson json = new StrictJson();

  HttpBatchReader(PlacementRequestParser parser) {
    this.parser = parser;
  }

  /** Is told of each record. */
  interface Records {
    /**
     * A record.
     *
     * @param position from 1
     * @param line where it begins, from 1
     * @param record reads it
     */
    void record(long position, long line, Unchecked record)
        throws IOException, InterruptedException;
  }

  /** A record that is yet to be checked. */
  interface Unchecked {
    /**
     * Checks it.
     *
     * @param requestId asked for an id if the record has none
     */
    PlacementRequest read(Supplier<String> requestId) throws InvalidRequestException;
  }

  /**
   * Counts the records, as far as they are JSON at all. Of an array that is broken anywhere nothing
   * can be said.
   *
   * @throws InvalidRequestException if an array is broken, or something else is there
   */
  long count(HttpBatchFormat format, InputStream body) throws IOException, InvalidRequestException {
    long[] records = {0};
    try {
      if (format == HttpBatchFormat.LINES) {
        lines(body, (position, line, record) -> records[0]++);
      } else {
        JsonParser tokens = open(body);
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
          // as strictly as when it is entered: what cannot be read to its end is found before
          next(tokens);
          records[0]++;
        }
        requireEnd(tokens);
      }
    } catch (InterruptedException notWaitedFor) {
      throw new IllegalStateException(notWaitedFor);
    } catch (JacksonException | CharacterCodingException broken) {
      throw StrictJson.malformed(broken);
    }
    return records[0];
  }

  /** Reads the records of a batch that {@link #count} has found readable. */
  void read(HttpBatchFormat format, InputStream body, Records records)
      throws IOException, InvalidRequestException, InterruptedException {
    if (format == HttpBatchFormat.LINES) {
      lines(body, records);
      return;
    }
    JsonParser tokens = open(body);
    for (long position = 1; tokens.nextToken() != JsonToken.END_ARRAY; position++) {
      long line = tokens.currentTokenLocation().getLineNr();
      records.record(position, line, next(tokens));
    }
  }

  private Unchecked next(JsonParser tokens) throws IOException {
    try {
      JsonNode record = json.readValue(tokens, parser.maxBytes());
      return requestId -> parser.parse(record, requestId);
    } catch (InvalidRequestException invalid) {
      return requestId -> {
        throw invalid;
      };
    }
  }

  private JsonParser open(InputStream body) throws IOException, InvalidRequestException {
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                body,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    text.mark(1);
    if (text.read() != MARK) {
      text.reset();
    }
    JsonParser tokens = json.open(text);
    if (tokens.nextToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequestException(
          Reason.MALFORMED, new FieldError("", "a batch is a JSON array of objects"));
    }
    return tokens;
  }

  private static void requireEnd(JsonParser tokens) throws IOException, InvalidRequestException {
    if (tokens.nextToken() != null) {
      throw new InvalidRequestException(
          Reason.MALFORMED, new FieldError("", "something follows the array: send nothing more"));
    }
  }

  private void lines(InputStream body, Records records) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(body, 64 * 1024);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long position = 0;
    long number = 0;
    boolean more = true;
    while (more) {
      line.reset();
      // of a line without end no more is kept than tells that it is too long
      int next = in.read();
      while (next >= 0 && next != '\n') {
        if (line.size() <= parser.maxBytes() + 1) {
          line.write(next);
        }
        next = in.read();
      }
      more = next >= 0;
      number++;
      byte[] bytes = plain(line.toByteArray(), number == 1);
      if (!isBlank(bytes)) {
        position++;
        records.record(position, number, requestId -> parser.parse(bytes, requestId));
      }
    }
  }

  /** A line without byte order mark and carriage return. */
  private static byte[] plain(byte[] line, boolean first) {
    int from =
        first
                && line.length >= MARK_BYTES.length
                && Arrays.equals(Arrays.copyOf(line, MARK_BYTES.length), MARK_BYTES)
            ? MARK_BYTES.length
            : 0;
    int to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return Arrays.copyOfRange(line, from, to);
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
