package org.workbinroutes.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.workbinroutes.gws.Notification;

/**
 * Turns a notification into one line of JSON and back without loss: order of the fields, nulls,
 * fields nobody knows yet and the digits of numbers stay as they came.
 *
 * <p>The text is untrusted. Size, depth and number of values are bounded before anything is built
 * from it. Safe for use by many threads.
 */
public final class NotificationCodec {
  /** The longest notification that is read, in characters: 16 Mi. */
  public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

  static final int MAX_DEPTH = 100;
  private static final int MAX_NUMBER_DIGITS = 400;
  private static final int MAX_FIELD_NAME = 8 * 1024;
  private static final long MAX_TOKENS = 4_000_000;

  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final ObjectWriter asciiWriter;

  /** Makes a codec with the limits named above. */
  public NotificationCodec() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARACTERS)
                    .maxStringLength(MAX_CHARACTERS)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_DIGITS)
                    .maxNameLength(MAX_FIELD_NAME)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .streamWriteConstraints(
                StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    JsonMapper mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    reader = mapper.readerForMapOf(Object.class);
    writer = mapper.writer();
    asciiWriter = mapper.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  /**
   * Reads one notification.
   *
   * @throws UnreadableNotificationException if the text is null, too long, no JSON or no JSON
   *     object; the message names the place but quotes nothing
   */
  public Notification read(String json) {
    return Notification.of(readMap(json));
  }

  /**
   * Reads one notification as a plain map, for those who hand it on as a structure.
   *
   * @return the fields in their order; a map of the caller's own
   * @throws UnreadableNotificationException as {@link #read(String)}
   */
  public Map<String, Object> readMap(String json) {
    if (json == null) {
      throw new UnreadableNotificationException(
          "The message has no text: a notification is a JSON object sent as text");
    }
    if (json.length() > MAX_CHARACTERS) {
      // the reader's own limit is only checked where its buffer ends
      throw new UnreadableNotificationException(
          "The message is "
              + json.length()
              + " characters long: a notification has at most "
              + MAX_CHARACTERS);
    }
    Map<String, Object> body;
    try {
      body = reader.readValue(json);
    } catch (JsonProcessingException broken) {
      throw unreadable(broken);
    }
    if (body == null) {
      throw new UnreadableNotificationException(
          "The message is the JSON value null: a notification is a JSON object");
    }
    return body;
  }

  /**
   * Writes a notification as JSON on one line, without a line end.
   *
   * @return the JSON text; it can be encoded in UTF-8 whatever the notification holds
   * @throws IllegalArgumentException if the body holds what JSON cannot say
   */
  public String write(Notification notification) {
    return writeMap(notification.body());
  }

  /**
   * Writes a JSON object on one line, without a line end.
   *
   * @return the JSON text; it can be encoded in UTF-8 whatever the fields hold
   * @throws IllegalArgumentException if they hold what JSON cannot say
   */
  public String writeMap(Map<String, Object> fields) {
    return writeValue(fields);
  }

  /** Writes any JSON value as {@link #writeMap} does. */
  String writeValue(Object value) {
    try {
      String json = writer.writeValueAsString(value);
      // half a surrogate pair has no UTF-8 form: escaped it survives, encoded it would become '?'
      return hasSurrogates(json) && !StandardCharsets.UTF_8.newEncoder().canEncode(json)
          ? asciiWriter.writeValueAsString(value)
          : json;
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(
          "The notification cannot be written as JSON: " + unwritable.getClass().getSimpleName());
    }
  }

  /**
   * A value as a database's driver takes it. Drivers write a number out, and 1e999999999 has a
   * billion digits: beyond the number of digits that a notification can spell out it is a text.
   *
   * @return the value, or its text
   */
  public static Object column(Object value) {
    return value instanceof BigDecimal number && Math.abs((long) number.scale()) > MAX_NUMBER_DIGITS
        ? number.toString()
        : value;
  }

  /** Asked first, as an encoder takes far longer to say the same of a text that has none. */
  private static boolean hasSurrogates(String json) {
    for (int i = 0; i < json.length(); i++) {
      if (Character.isSurrogate(json.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static UnreadableNotificationException unreadable(JsonProcessingException broken) {
    // Jackson's own message quotes the text
    JsonLocation at = broken.getLocation();
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new UnreadableNotificationException(
        "The message is no notification ("
            + broken.getClass().getSimpleName()
            + place
            + "): a notification is one JSON object of at most "
            + MAX_CHARACTERS
            + " characters and "
            + MAX_DEPTH
            + " levels");
  }
}
