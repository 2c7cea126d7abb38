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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * One record a row, under a header row that names the fields (RFC 4180). A row that is no record
 * spoils no other. Rows without any value are passed over; an empty cell is a field left out.
 */
final class CsvRecords extends FileRecords {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String MARK = "\uFEFF";
  private static final Pattern SEPARATOR_LINE =
      Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);
  private static final String ALL_SEPARATORS = CsvSplitter.SEPARATORS + '|';

  private final CsvSplitter splitter;
  private final int maxBytes;
  private final ByteArrayOutputStream separatorLine = new ByteArrayOutputStream();
  private String separators;
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

  /** Rows whose separator, one of comma, semicolon and tab, the header row shows. */
  static CsvRecords separatedAsTheHeader(InputStream in, int maxBytes, Charset charset) {
    return new CsvRecords(in, maxBytes, charset, CsvSplitter.SEPARATORS);
  }

  static CsvRecords separatedByTabs(InputStream in, int maxBytes, Charset charset) {
    return new CsvRecords(in, maxBytes, charset, "\t");
  }

  @Override
  FileRecord read() throws IOException, InvalidRequestException {
    if (header == null) {
      readHeader();
    }
    CsvSplitter.Raw raw = splitter.next();
    while (raw != null && isWithoutValue(raw)) {
      raw = splitter.next();
    }
    if (raw == null) {
      if (position == 0) {
        throw InvalidRequestException.malformed(
            "the file has no row below its header: give one record a row");
      }
      return null;
    }
    position++;
    try {
      if (raw.bytes() == null) {
        throw PlacementRequestParser.tooLarge(maxBytes);
      }
      if (raw.error() != null) {
        throw InvalidRequestException.malformed(raw.error());
      }
      return record(raw, cells(raw, text(raw)));
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
    CsvSplitter.Raw raw = headerRow();
    String text = text(raw);
    while (isSeparatorLine(raw, text) || isWithoutValue(text)) {
      raw = headerRow();
      text = text(raw);
    }
    if (raw.error() != null) {
      throw InvalidRequestException.malformed(raw.error());
    }
    char separator = separator(raw, text);
    splitter.separateBy(separator);
    separators = String.valueOf(separator);
    format = format(separator);
    List<String> names = cells(raw, text);
    header = CsvHeader.of(raw.line(), names, separator);
    byte[] row = header.hasReason() ? bytes(row(header.withoutReason(names))) : raw.bytes();
    frame = frameUnder(row, separator);
  }

  private CsvSplitter.Raw headerRow() throws IOException, InvalidRequestException {
    CsvSplitter.Raw raw = splitter.next();
    if (raw == null) {
      throw InvalidRequestException.malformed(
          "the file is empty: give a header row that names the fields, then the rows");
    }
    if (raw.bytes() == null) {
      throw InvalidRequestException.malformed(
          "line "
              + raw.line()
              + ": the header row is longer than "
              + maxBytes
              + " bytes: shorten it");
    }
    decoder =
        splitter
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    return raw;
  }

  /** The hint that Excel writes, and reads, in front of the header. */
  private boolean isSeparatorLine(CsvSplitter.Raw raw, String text) throws InvalidRequestException {
    Matcher line = SEPARATOR_LINE.matcher(text);
    if (!line.matches() || separatorLine.size() > 0) {
      return false;
    }
    String separator = line.group(1);
    if (!ALL_SEPARATORS.contains(separator)) {
      throw InvalidRequestException.malformed(
          "line "
              + raw.line()
              + ": sep= names a separator that is none of comma, semicolon, tab and |: export the"
              + " file with one of them");
    }
    separators = separator;
    splitter.separateBy(separator.charAt(0));
    separatorLine.writeBytes(raw.bytes());
    separatorLine.writeBytes(bytes("\r\n"));
    return true;
  }

  private RecordFrame frameUnder(byte[] headerRow, char separator) {
    byte[] lineEnd = bytes("\r\n");
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    before.writeBytes(splitter.mark());
    before.writeBytes(separatorLine.toByteArray());
    before.writeBytes(headerRow);
    before.writeBytes(bytes(separator + CsvHeader.REASON));
    before.writeBytes(lineEnd);
    return new RecordFrame(
        before.toByteArray(), lineEnd, lineEnd, reason -> bytes(separator + quoted(reason)));
  }

  /** The one that makes the most names of fields of the header, and then the most cells. */
  private char separator(CsvSplitter.Raw raw, String text) {
    char best = separators.charAt(0);
    long most = -1;
    for (int i = 0; i < separators.length(); i++) {
      char candidate = separators.charAt(i);
      long score = -1;
      try {
        List<String> names = cells(raw, text, format(candidate));
        score = CsvHeader.known(names) * (long) (maxBytes + 1) + names.size();
      } catch (InvalidRequestException otherSeparator) {
        // then it is another one
      }
      if (score > most) {
        most = score;
        best = candidate;
      }
    }
    return best;
  }

  private static CSVFormat format(char separator) {
    return CSVFormat.RFC4180.builder().setDelimiter(separator).setIgnoreEmptyLines(false).get();
  }

  private boolean isWithoutValue(CsvSplitter.Raw raw) {
    // the letters and digits that most rows begin with
    if (raw.bytes() == null || Character.isLetterOrDigit(raw.bytes()[0])) {
      return false;
    }
    try {
      return isWithoutValue(text(raw));
    } catch (InvalidRequestException otherEncoding) {
      return false;
    }
  }

  /** What spreadsheets write for rows that are empty, or were. */
  private boolean isWithoutValue(String text) {
    return text.chars().allMatch(c -> c == '"' || c == ' ' || separators.indexOf(c) >= 0);
  }

  private FileRecord record(CsvSplitter.Raw raw, List<String> cells)
      throws InvalidRequestException {
    try {
      boolean complete = cells.size() == header.size();
      byte[] original =
          complete && header.hasReason() ? bytes(row(header.withoutReason(cells))) : raw.bytes();
      return FileRecord.ofJson(position, raw.line(), json(raw.line(), cells), original);
    } catch (InvalidRequestException invalid) {
      throw invalid.withRequestId(header.requestId(cells));
    }
  }

  private ObjectNode json(long line, List<String> cells) throws InvalidRequestException {
    if (cells.size() != header.size()) {
      throw InvalidRequestException.malformed(
          "line "
              + line
              + " has "
              + cells.size()
              + " cells, the header "
              + header.size()
              + ": "
              + (cells.size() > header.size()
                  ? "put a cell with a separator in it into quotes"
                  : "write an empty cell where there is no value"));
    }
    if (header.isRepeatedBy(cells)) {
      throw InvalidRequestException.malformed(
          "line " + line + " repeats the header row, as where two files were joined: take it out");
    }
    ObjectNode json = NODES.objectNode();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (!cell.isEmpty() && !header.isReason(i)) {
        check(line, i, cell, errors);
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
    return cells(raw, text, format);
  }

  private static List<String> cells(CsvSplitter.Raw raw, String text, CSVFormat format)
      throws InvalidRequestException {
    try (CSVParser parser = CSVParser.parse(text, format)) {
      List<CSVRecord> rows = parser.getRecords();
      if (rows.size() == 1) {
        return rows.get(0).toList();
      }
    } catch (IOException | RuntimeException notCsv) {
      // said below
    }
    throw InvalidRequestException.malformed(
        "line " + raw.line() + ": this is no row of a .csv file (RFC 4180)");
  }

  /** Without byte order marks: some programs write one more, and joined files have them inside. */
  private String text(CsvSplitter.Raw raw) throws InvalidRequestException {
    ByteBuffer in = ByteBuffer.wrap(raw.bytes());
    try {
      String text = decoder.decode(in).toString();
      while (text.startsWith(MARK)) {
        text = text.substring(1);
      }
      return text;
    } catch (CharacterCodingException otherEncoding) {
      throw InvalidRequestException.malformed(
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

  private String row(List<String> cells) {
    return cells.stream().map(CsvRecords::quoted).collect(Collectors.joining(separators));
  }

  private static String quoted(String cell) {
    return cell.isEmpty() ? "" : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private byte[] bytes(String text) {
    return text.getBytes(splitter.charset());
  }

  /** The values that a text can have where JSON has true and false; spreadsheets write TRUE. */
  static String yesNo(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false") ? lower : text;
  }
}
