package org.workbinroutes.intake;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a .csv file into its records, as the bytes that stand there, and checks their quotes. A
 * record with wrong quotes ends with its line, so that it spoils no other; a quote that is never
 * closed ends the reading.
 */
final class CsvSplitter implements Closeable {
  /** Until the header has told, each of these may be the separator. */
  static final String SEPARATORS = ",;\t";

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int begin;
  private int end;
  private Charset charset;
  private boolean opened;
  private byte[] mark = {};
  private String separators = SEPARATORS;
  private long line = 1;
  private boolean afterReturn;

  // the record being read
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long size;
  private long firstLine;
  private long quoteLine;
  private int column;
  private String error;
  private State state = State.CELL_BEGINS;

  private enum State {
    CELL_BEGINS,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  CsvSplitter(InputStream in, int maxBytes, Charset charset) {
    this.in = in;
    this.maxBytes = maxBytes;
    this.charset = charset;
  }

  /**
   * A record as it stands in the file.
   *
   * @param bytes without the end of the line; null if it is too large to be kept
   * @param error what is wrong with its quotes; null if they are right
   */
  record Raw(long line, byte[] bytes, String error) {}

  /** The encoding, known when the first record was read. */
  Charset charset() {
    return charset;
  }

  /** The byte order mark, empty if there was none. */
  byte[] mark() {
    return mark.clone();
  }

  /** From here on this is the separator. */
  void separateBy(char separator) {
    separators = String.valueOf(separator);
  }

  /**
   * The next record; lines with nothing on them are passed over.
   *
   * @return null at the end of the file
   * @throws UnreadableFileException if a quote is not closed
   */
  Raw next() throws IOException {
    if (!opened) {
      opened = true;
      readMark();
    }
    startRecord();
    int unit;
    while ((unit = unit()) >= 0) {
      boolean followsReturn = afterReturn && unit == '\n';
      afterReturn = unit == '\r';
      if (followsReturn && size == 0) {
        continue;
      }
      boolean lineEnds = unit == '\n' || unit == '\r';
      if (lineEnds && !followsReturn) {
        line++;
      }
      if (lineEnds && state != State.QUOTED) {
        if (size == 0) {
          firstLine = line;
          continue;
        }
        return raw();
      }
      step(unit);
    }
    if (state == State.QUOTED) {
      throw new UnreadableFileException(
          "line "
              + quoteLine
              + ", column "
              + column
              + ": the quote that opens there is never closed: close it; a quote inside a quoted"
              + " cell is written twice");
    }
    return size == 0 ? null : raw();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void startRecord() {
    bytes.reset();
    size = 0;
    firstLine = line;
    column = 1;
    error = null;
    state = State.CELL_BEGINS;
  }

  private void step(int unit) throws UnreadableFileException {
    keep(unit);
    boolean separates = unit < 0x80 && separators.indexOf(unit) >= 0;
    switch (state) {
      case QUOTED -> state = unit == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
      case QUOTE_IN_QUOTED -> {
        if (unit == '"') {
          state = State.QUOTED;
        } else {
          fail(separates, "something follows the closing quote");
          plain(separates);
        }
      }
      case CELL_BEGINS -> {
        if (unit == '"') {
          state = State.QUOTED;
          quoteLine = line;
        } else {
          plain(separates);
        }
      }
      case PLAIN -> {
        fail(unit != '"', "there is a quote in a cell that does not begin with one");
        plain(separates);
      }
    }
  }

  private void plain(boolean separates) {
    state = separates ? State.CELL_BEGINS : State.PLAIN;
    column += separates ? 1 : 0;
  }

  private void fail(boolean fine, String what) {
    if (!fine && error == null) {
      error =
          "line "
              + line
              + ", column "
              + column
              + ": "
              + what
              + ": put the whole cell into quotes, and write a quote inside it twice";
    }
  }

  private void keep(int unit) throws UnreadableFileException {
    size += unitBytes();
    if (size <= maxBytes) {
      if (unitBytes() == 1) {
        bytes.write(unit);
      } else {
        boolean little = charset.equals(StandardCharsets.UTF_16LE);
        bytes.write(little ? unit & 0xff : unit >> 8);
        bytes.write(little ? unit >> 8 : unit & 0xff);
      }
    } else if (state == State.QUOTED) {
      // whether the quote is closed somewhere cannot be known without reading all the rest into it
      throw new UnreadableFileException(
          "line "
              + quoteLine
              + ", column "
              + column
              + ": the quote that opens there is not closed within "
              + maxBytes
              + " bytes: close it, or shorten the cell; a quote inside a quoted cell is written"
              + " twice");
    }
  }

  private Raw raw() {
    return new Raw(firstLine, size > maxBytes ? null : bytes.toByteArray(), error);
  }

  private int unitBytes() {
    return charset.name().startsWith("UTF-16") ? 2 : 1;
  }

  /** The next character of those that matter, or a part of another; -1 at the end. */
  private int unit() throws IOException {
    int first = next8();
    if (unitBytes() == 1 || first < 0) {
      return first;
    }
    int second = next8();
    if (second < 0) {
      throw new UnreadableFileException(
          "line " + line + ": the file ends in the middle of a character: save it again");
    }
    boolean little = charset.equals(StandardCharsets.UTF_16LE);
    return little ? second << 8 | first : first << 8 | second;
  }

  private int next8() throws IOException {
    return begin < end || fill() ? buffer[begin++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    begin = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private void readMark() throws IOException {
    end = Math.max(0, in.readNBytes(buffer, 0, 4));
    if (startsWith(0xef, 0xbb, 0xbf)) {
      marked(StandardCharsets.UTF_8, 3);
    } else if (startsWith(0xff, 0xfe, 0, 0) || startsWith(0, 0, 0xfe, 0xff)) {
      throw new UnreadableFileException("the file is written in UTF-32: save it as UTF-8");
    } else if (startsWith(0xff, 0xfe)) {
      marked(StandardCharsets.UTF_16LE, 2);
    } else if (startsWith(0xfe, 0xff)) {
      marked(StandardCharsets.UTF_16BE, 2);
    } else if (charset.equals(StandardCharsets.UTF_16)) {
      // without a mark it is big-endian, says RFC 2781
      charset = StandardCharsets.UTF_16BE;
    }
  }

  private void marked(Charset told, int length) {
    charset = told;
    mark = Arrays.copyOf(buffer, length);
    begin = length;
  }

  private boolean startsWith(int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (i >= end || (buffer[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
