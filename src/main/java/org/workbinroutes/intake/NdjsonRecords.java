package org.workbinroutes.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** One record a line. A line that is no record spoils no other. Blank lines are passed over. */
final class NdjsonRecords extends FileRecords {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final RecordFrame FRAME = RecordFrame.of("", "\n", "\n");
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int begin;
  private int end;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lineLength;
  private long lineNumber;
  private long position;

  NdjsonRecords(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    while (readLine()) {
      lineNumber++;
      // one byte more, for a carriage return
      if (lineLength > maxBytes + 1L) {
        position++;
        return FileRecord.unreadable(
            position, lineNumber, PlacementRequestParser.tooLarge(maxBytes), null);
      }
      byte[] bytes = withoutCarriageReturn(line.toByteArray());
      if (!isBlank(bytes)) {
        position++;
        return FileRecord.ofLine(position, lineNumber, bytes);
      }
    }
    if (position == 0) {
      throw InvalidRequestException.malformed(
          "there is nothing in it: give one JSON object a line");
    }
    return null;
  }

  @Override
  RecordFrame frame() {
    return FRAME;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Reads a line without its end; of one without end only the length is kept. */
  private boolean readLine() throws IOException {
    line.reset();
    lineLength = 0;
    boolean any = false;
    while (fill()) {
      any = true;
      int stop = begin;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      lineLength += stop - begin;
      if (lineLength <= maxBytes + 1L) {
        line.write(buffer, begin, stop - begin);
      }
      boolean ended = stop < end;
      begin = ended ? stop + 1 : stop;
      if (ended) {
        return true;
      }
    }
    return any;
  }

  private boolean fill() throws IOException {
    if (begin == end) {
      begin = 0;
      end = Math.max(0, in.read(buffer));
    }
    return begin < end;
  }

  private static byte[] withoutCarriageReturn(byte[] bytes) {
    boolean ends = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return ends ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  /** Nothing but white space, or a byte order mark. */
  private static boolean isBlank(byte[] bytes) {
    if (Arrays.equals(bytes, MARK)) {
      return true;
    }
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
