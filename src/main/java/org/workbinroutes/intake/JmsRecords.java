package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * Finds the records of a message: one JSON object, an array of them, or one a line. Safe for use by
 * many threads.
 */
public final class JmsRecords {
  private final PlacementRequestParser parser;
  private final int maxRecords;
  private final int maxBytes;
  private final StrictJson json = new StrictJson();

  /**
   * Records.
   *
   * @param parser reads the records
   * @param maxRecords the most records of one message
   * @param maxBytes the size of the largest message, in bytes of UTF-8
   */
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
   * @param content the message
   * @param messageId from which a record without a requestId takes one; null if there is none
   * @return at least one record
   */
  List<JmsRecord> of(JmsContent content, String messageId) {
    if (content.refusal() != null) {
      return List.of(JmsRecord.refused(0, content.original(), content.refusal()));
    }
    String text = withoutMark(content.text());
    if (text.stripLeading().startsWith("[")) {
      return array(content.original(), text, messageId);
    }
    return isLines(text)
        ? lines(content.original(), text, messageId)
        : List.of(parsed(0, content.original(), () -> parser.parse(text, () -> messageId)));
  }

  /** All or nothing until the array is known to be JSON: its broken rest could not be named. */
  private List<JmsRecord> array(Object original, String text, String messageId) {
    List<JmsRecord> records = new ArrayList<>();
    try (JsonSplitter splitter = new JsonSplitter(bytes(text), maxBytes)) {
      JsonSplitter.Raw raw = splitter.next();
      while (raw != null) {
        if (records.size() == maxRecords) {
          return tooMany(original);
        }
        if (!raw.whole()) {
          throw splitter.cut();
        }
        records.add(element(records.size() + 1, raw, messageId));
        raw = splitter.next();
      }
      return records;
    } catch (StrictJson.BrokenJsonException broken) {
      return List.of(JmsRecord.refused(0, original, JmsRefusal.of(broken.problem())));
    } catch (InvalidRequestException broken) {
      return List.of(JmsRecord.refused(0, original, JmsRefusal.of(broken)));
    } catch (IOException halfSurrogate) {
      return refused(original, Reason.MALFORMED, "the text has half a surrogate pair");
    }
  }

  private JmsRecord element(int position, JsonSplitter.Raw raw, String messageId)
      throws StrictJson.BrokenJsonException, InvalidRequestException {
    String original = new String(raw.bytes(), StandardCharsets.UTF_8);
    try {
      JsonNode record = json.read(original, raw.place());
      parser.requireSize(raw.bytes().length);
      return parsed(position, original, () -> parser.parse(record, id(messageId, position)));
    } catch (InvalidRequestException invalid) {
      json.requireJson(raw.bytes(), raw.place());
      return JmsRecord.refused(position, original, JmsRefusal.of(invalid));
    }
  }

  private static InputStream bytes(String text) throws CharacterCodingException {
    ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    return new ByteArrayInputStream(bytes.array(), bytes.arrayOffset(), bytes.limit());
  }

  private List<JmsRecord> lines(Object original, String text, String messageId) {
    List<JmsRecord> records = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines().filter(one -> !one.isBlank())::iterator) {
      if (records.size() == maxRecords) {
        return tooMany(original);
      }
      int position = records.size() + 1;
      records.add(parsed(position, line, () -> parser.parse(line, id(messageId, position))));
    }
    return records;
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
      return JmsRecord.refused(position, original, JmsRefusal.of(invalid));
    }
  }

  private static Supplier<String> id(String messageId, int position) {
    return () -> messageId == null ? null : messageId + "#" + position;
  }

  private List<JmsRecord> tooMany(Object original) {
    return refused(
        original,
        Reason.TOO_LARGE,
        "the message has more than " + maxRecords + " records: send them in several messages");
  }

  private static List<JmsRecord> refused(Object original, Reason reason, String error) {
    return List.of(JmsRecord.refused(0, original, JmsRefusal.invalid(reason, "", error)));
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private interface Parsing {
    org.workbinroutes.placement.PlacementRequest parse() throws InvalidRequestException;
  }
}
