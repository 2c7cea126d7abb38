package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * One record a row, under a header row that names the fields (RFC 4180). A row that is no record
 * spoils no other. Rows with nothing on them are passed over; an empty cell is a field left out.
 */
final class CsvRecords extends FileRecords {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final CsvSplitter splitter;
  private final int maxBytes;
  private final String separators;
  private CsvHeader header;
  private CSVFormat format;
  private CharsetDecoder decoder;
  private RecordFrame frame = RecordFrame.of("", "\n", "\n");
  private long position;

  private CsvRecords(InputStream in, int maxBytes, Charset charset, String separators) {
    this.splitter = new CsvSplitter(in, maxBytes, charset);
    this.maxBytes = maxBytes;
    this.separators = separators;
  }

  /** Rows whose separator, one of comma, semicolon and tab, is told by the header row. */
  static CsvRecords separatedAsTheHeader(InputStream in, int maxBytes, Charset charset) {
    return new CsvRecords(in, maxBytes, charset, CsvSplitter.SEPARATORS);
  }

  /** Rows separated by tabs. */
  static CsvRecords separatedByTabs(InputStream in, int maxBytes, Charset charset) {
    return new CsvRecords(in, maxBytes, charset, "\t");
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    if (header == null) {
      readHeader();
    }
    CsvSplitter.Raw raw = splitter.next();
    if (raw == null) {
      if (position == 0) {
        throw malformed("the file has no row below its header: give one record a row");
      }
      return null;
    }
    position++;
    try {
      if (raw.bytes() == null) {
        throw PlacementRequestParser.tooLarge(maxBytes);
      }
      if (raw.error() != null) {
        throw malformed(raw.error());
      }
      return FileRecord.ofJson(position, raw.line(), json(raw), raw.bytes());
    } catch (InvalidRequestException invalid) {
      return FileRecord.unreadable(position, raw.line(), invalid, raw.bytes());
    }
  }

  @Override
  RecordFrame frame() {
    return frame;
  }

  @Override
  public void close() throws IOException {
    splitter.close();
  }

  private void readHeader() throws IOException, InvalidRequestException {
    CsvSplitter.Raw raw = splitter.next();
    if (raw == null) {
      throw malformed("the file is empty: give a header row that names the fields, then the rows");
    }
    if (raw.bytes() == null) {
      throw malformed("line 1: the header row is longer than " + maxBytes + " bytes: shorten it");
    }
    if (raw.error() != null) {
      throw malformed(raw.error());
    }
    Charset charset = splitter.charset();
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    String text = text(raw);
    char separator = separator(text);
    splitter.separateBy(separator);
    format = CSVFormat.RFC4180.builder().setDelimiter(separator).setIgnoreEmptyLines(false).get();
    header = CsvHeader.of(raw.line(), cells(raw, text));
    frame = frameUnder(raw.bytes(), charset);
  }

  private RecordFrame frameUnder(byte[] headerRow, Charset charset) {
    byte[] lineEnd = "\r\n".getBytes(charset);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    before.writeBytes(splitter.mark());
    before.writeBytes(headerRow);
    before.writeBytes(lineEnd);
    return new RecordFrame(before.toByteArray(), lineEnd, lineEnd);
  }

  /** The one that the header has most of outside of quotes; no field has one in its name. */
  private char separator(String headerRow) {
    int[] count = new int[separators.length()];
    boolean quoted = false;
    for (int i = 0; i < headerRow.length(); i++) {
      char c = headerRow.charAt(i);
      quoted ^= c == '"';
      int which = quoted ? -1 : separators.indexOf(c);
      if (which >= 0) {
        count[which]++;
      }
    }
    int most = 0;
    for (int i = 1; i < count.length; i++) {
      most = count[i] > count[most] ? i : most;
    }
    return separators.charAt(most);
  }

  private ObjectNode json(CsvSplitter.Raw raw) throws InvalidRequestException {
    List<String> cells = cells(raw, text(raw));
    if (cells.size() != header.size()) {
      throw malformed(
          "line "
              + raw.line()
              + " has "
              + cells.size()
              + " cells, the header "
              + header.size()
              + ": "
              + (cells.size() > header.size()
                  ? "put a cell with a separator in it into quotes"
                  : "write an empty cell where there is no value"));
    }
    ObjectNode json = NODES.objectNode();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (!cell.isEmpty()) {
        check(raw.line(), i, cell, errors);
        header.put(json, i, cell);
      }
    }
    if (!errors.isEmpty()) {
      throw new InvalidRequestException(Reason.MALFORMED, errors);
    }
    return json;
  }

  private void check(long line, int index, String cell, List<FieldError> errors) {
    FieldText.fault(cell)
        .filter(fault -> errors.size() < FieldNames.MAX_ERRORS)
        .ifPresent(
            fault ->
                errors.add(
                    new FieldError(
                        header.pointer(index),
                        "line " + line + ", column " + (index + 1) + ": the cell " + fault)));
  }

  private List<String> cells(CsvSplitter.Raw raw, String text) throws InvalidRequestException {
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<CSVRecord> rows = parser.getRecords();
      if (rows.size() == 1) {
        return rows.get(0).toList();
      }
    } catch (IOException | RuntimeException notCsv) {
      // said below
    }
    throw malformed("line " + raw.line() + ": this is no row of a .csv file (RFC 4180)");
  }

  private String text(CsvSplitter.Raw raw) throws InvalidRequestException {
    ByteBuffer in = ByteBuffer.wrap(raw.bytes());
    try {
      return decoder.decode(in).toString();
    } catch (CharacterCodingException otherEncoding) {
      throw malformed(
          "line "
              + raw.line()
              + ": the text is not "
              + splitter.charset().name()
              + " at byte "
              + (in.position() + 1)
              + " of the row: save the file in that encoding, or name its own with the parameter"
              + " charset");
    }
  }

  private static InvalidRequestException malformed(String message) {
    return new InvalidRequestException(Reason.MALFORMED, new FieldError("", message));
  }

  /** The values that a text can have where JSON has true and false; spreadsheets write TRUE. */
  static String yesNo(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? lower : text;
  }
}
