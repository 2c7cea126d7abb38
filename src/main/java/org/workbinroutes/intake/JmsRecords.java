package org.workbinroutes.intake;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.workbinroutes.intake.InvalidRequestException.Reason;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Finds the records of a message: one JSON object, an array of them, or one a line. Safe for use by
 * many threads.
 */
public final class JmsRecords {
  private final PlacementRequestParser parser;
  private final int maxRecords;
  private final int maxBytes;
  private final StrictJson json = new StrictJson();

  public JmsRecords(PlacementRequestParser parser, int maxRecords, int maxBytes) {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords is " + maxRecords + ": give 1 or more");
    }
    if (maxBytes < 1 || maxBytes > JmsContent.LARGEST_KEPT) {
      throw new IllegalArgumentException(
          "maxMessageSize is " + maxBytes + ": give 1 to " + JmsContent.LARGEST_KEPT + " bytes");
    }
    this.parser = parser;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** The size of the largest message, in bytes of UTF-8. */
  int maxBytes() {
    return maxBytes;
  }

  /**
   * Reads the records of a message.
   *
   * @param messageId from which a record without a requestId takes one; null if there is none
   */
  List<JmsRecord> of(JmsContent content, String messageId) {
    if (content.refusal() != null) {
      return List.of(JmsRecord.refused(0, content.original(), content.refusal()));
    }
    String text = withoutMark(content.text());
    if (text.stripLeading().startsWith("[")) {
      JsonRecords array = new JsonRecords(bytes(text), parser.maxBytes(), maxBytes);
      return many(content.original(), array, messageId);
    }
    return isLines(text)
        ? many(content.original(), new NdjsonRecords(bytes(lines(text)), maxBytes), messageId)
        : List.of(parsed(0, content.original(), () -> parser.parse(text, () -> messageId)));
  }

  /**
   * Reads many records. All or nothing until they are known to be readable to their end: a broken
   * rest could not be named.
   */
  private List<JmsRecord> many(Object original, FileRecords records, String messageId) {
    List<JmsRecord> found = new ArrayList<>();
    while (records.hasNext()) {
      if (found.size() == maxRecords) {
        return refused(
            original,
            Reason.TOO_LARGE,
            "the message has more than " + maxRecords + " records: send them in several messages");
      }
      FileRecord record = records.next();
      int position = found.size() + 1;
      String text = new String(record.original().orElseThrow(), StandardCharsets.UTF_8);
      Supplier<String> id = () -> messageId == null ? null : messageId + "#" + position;
      found.add(parsed(position, text, () -> record.parse(parser, id)));
    }
    return records.failure().map(why -> refused(original, Reason.MALFORMED, why)).orElse(found);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** NDJSON, whatever ends the lines. */
  private static String lines(String text) {
    return text.lines().map(line -> line.isBlank() ? "" : line).collect(Collectors.joining("\n"));
  }

  /**
   * Whether there is one record a line: the first line is an object, or the first two begin one,
   * and they are not all one object that was broken into lines.
   */
  private boolean isLines(String text) {
    List<String> first =
        text.lines().filter(line -> !line.isBlank()).limit(2).map(String::strip).toList();
    if (first.size() < 2
        || !first.get(0).startsWith("{")
        || !(first.get(0).endsWith("}") || first.get(1).startsWith("{"))) {
      return false;
    }
    try {
      json.readOnly(text, TextPlace.START);
      return false;
    } catch (InvalidRequestException notOneValue) {
      return true;
    }
  }

  private static JmsRecord parsed(int position, Object original, Parsing parsing) {
    try {
      return JmsRecord.valid(position, original, parsing.parse());
    } catch (InvalidRequestException invalid) {
      return JmsRecord.refused(position, original, invalid.refusal());
    }
  }

  private static List<JmsRecord> refused(Object original, Reason reason, String error) {
    return List.of(JmsRecord.refused(0, original, Refusal.invalid(reason, "", error)));
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private interface Parsing {
    PlacementRequest parse() throws InvalidRequestException;
  }
}
