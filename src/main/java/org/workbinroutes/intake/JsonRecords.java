package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * One JSON object in UTF-8, or an array of them, cut into its records as the bytes that stand
 * there. Only quotes and brackets are looked at to cut: a record that exceeds a limit, or is not
 * UTF-8, spoils no other. Broken JSON ends the reading: what follows is unknown.
 */
final class JsonRecords extends FileRecords {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int END = -1;
  private static final RecordFrame FRAME = RecordFrame.of("[\n", ",\n", "\n]\n");

  private final InputStream in;
  private final int maxBytes;
  private final int keptBytes;
  private final StrictJson json = new StrictJson();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int begin;
  private int end;
  private long line = 1;
  private long column = 1;
  private boolean afterReturn;
  private boolean opened;
  private boolean array;
  private boolean any;
  private boolean ended;
  private long position;

  // the record being read
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long size;
  private int unkept;

  JsonRecords(InputStream in, int maxBytes) {
    this(in, maxBytes, maxBytes);
  }

  JsonRecords(InputStream in, int maxBytes, int keptBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.keptBytes = keptBytes;
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    Raw raw = nextRaw();
    if (raw == null) {
      return null;
    }
    position++;
    long line = raw.place().line();
    if (raw.tooLarge()) {
      json.requireBeginOfJson(raw.bytes(), raw.place());
      if (!raw.whole()) {
        throw cut();
      }
      return FileRecord.unreadable(position, line, tooLarge(), null);
    }
    try {
      JsonNode record = json.read(StrictJson.decode(raw.bytes(), raw.place()), raw.place());
      if (!raw.whole()) {
        throw cut();
      }
      return raw.bytes().length > maxBytes
          ? FileRecord.unreadable(position, line, tooLarge(), raw.bytes())
          : FileRecord.ofJson(position, line, record, raw.bytes());
    } catch (StrictJson.BrokenJsonException broken) {
      throw broken.problem();
    } catch (InvalidRequestException invalid) {
      json.requireJson(raw.bytes(), raw.place());
      if (!raw.whole()) {
        throw cut();
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
    in.close();
  }

  private InvalidRequestException tooLarge() {
    return array
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

  /**
   * A record as it stands there.
   *
   * @param bytes of one that is too large only the first
   * @param tooLarge whether it is larger than is kept
   */
  private record Raw(TextPlace place, byte[] bytes, boolean tooLarge, boolean whole) {}

  /**
   * The next record.
   *
   * @return null at the end
   * @throws InvalidRequestException if this is not JSON; what follows is unknown
   */
  private Raw nextRaw() throws IOException, InvalidRequestException {
    if (ended) {
      return null;
    }
    if (!opened) {
      open();
    }
    int next = afterBlank();
    if (array ? next == ']' : any) {
      end();
      return null;
    }
    if (any) {
      if (next != ',') {
        throw next == END ? cut() : broken();
      }
      take();
      next = afterBlank();
    }
    if (next == END) {
      throw cut();
    }
    if (next == ',' || next == ']') {
      throw broken();
    }
    any = true;
    return raw();
  }

  /** The JSON ends before it is complete. */
  private InvalidRequestException cut() {
    return InvalidRequestException.malformed(
        "the JSON ends too early at " + here() + ": a text, an object or an array is not closed");
  }

  private void open() throws IOException, InvalidRequestException {
    opened = true;
    skipMark();
    int first = afterBlank();
    array = first == '[';
    if (array) {
      take();
    } else if (first != '{') {
      throw InvalidRequestException.malformed(
          first == END
              ? "there is nothing in it: give a JSON object, or an array of them"
              : "this is neither a JSON object nor an array of them at " + here());
    }
  }

  private void end() throws IOException, InvalidRequestException {
    ended = true;
    if (array) {
      take();
    }
    if (afterBlank() != END) {
      throw InvalidRequestException.malformed(
          "something follows the JSON at "
              + here()
              + ": one record a line is NDJSON, in a file that ends in .ndjson or with the type"
              + " application/x-ndjson");
    }
    if (!any) {
      throw InvalidRequestException.malformed(
          "the array is empty: give one object for each placement");
    }
  }

  private Raw raw() throws IOException {
    TextPlace place = new TextPlace(line, column, false);
    bytes.reset();
    size = 0;
    unkept = begin;
    int depth = 0;
    boolean scalar = false;
    boolean quoted = false;
    boolean escaped = false;
    while (true) {
      int next = peek();
      boolean scalarEnds = scalar && endsScalar(next);
      if (next == END || scalarEnds) {
        return raw(place, scalarEnds && next != END);
      }
      take();
      if (escaped) {
        escaped = false;
      } else if (quoted) {
        escaped = next == '\\';
        quoted = next != '"';
        if (!quoted && depth == 0) {
          return raw(place, true);
        }
      } else if (next == '"') {
        quoted = true;
      } else if (next == '{' || next == '[') {
        depth++;
      } else if (next == '}' || next == ']') {
        depth--;
        if (depth <= 0) {
          return raw(place, true);
        }
      } else {
        scalar = depth == 0;
      }
    }
  }

  private Raw raw(TextPlace place, boolean whole) {
    keep();
    return new Raw(place, bytes.toByteArray(), size > keptBytes, whole);
  }

  /** Keeps what was taken of the record and lies in the buffer, as far as it is not too large. */
  private void keep() {
    int count = begin - unkept;
    bytes.write(buffer, unkept, Math.min(count, keptBytes - bytes.size()));
    size += count;
    unkept = begin;
  }

  private static boolean endsScalar(int next) {
    return next == ',' || next == ']' || isBlank(next);
  }

  private static boolean isBlank(int next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  private int afterBlank() throws IOException {
    while (isBlank(peek())) {
      take();
    }
    return peek();
  }

  private int peek() throws IOException {
    return begin < end || fill() ? buffer[begin] & 0xff : END;
  }

  /** Takes the byte that was looked at. */
  private void take() {
    int taken = buffer[begin++] & 0xff;
    if (taken == '\n' && afterReturn) {
      column = 1;
    } else if (taken == '\n' || taken == '\r') {
      line++;
      column = 1;
    } else if ((taken & 0xc0) != 0x80) {
      // of a character in several bytes the first counts
      column++;
    }
    afterReturn = taken == '\r';
  }

  private boolean fill() throws IOException {
    keep();
    begin = 0;
    unkept = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private void skipMark() throws IOException {
    end = Math.max(0, in.readNBytes(buffer, 0, 3));
    boolean mark =
        end == 3
            && (buffer[0] & 0xff) == 0xef
            && (buffer[1] & 0xff) == 0xbb
            && (buffer[2] & 0xff) == 0xbf;
    begin = mark ? 3 : 0;
  }

  private InvalidRequestException broken() {
    return InvalidRequestException.malformed("this is not JSON at " + here() + StrictJson.REMEDY);
  }

  private String here() {
    return "line " + line + ", column " + column;
  }
}
