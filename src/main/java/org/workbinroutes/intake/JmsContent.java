package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.OptionalLong;
import org.workbinroutes.intake.InvalidRequestException.Reason;

/**
 * The body of a message as text. Text, bytes and map messages are read, up to a size; of any other
 * kind nothing is, least of all an object.
 *
 * @param original what a dead letter holds, a String or byte[]
 * @param text the text; null if it is refused
 * @param refusal why it is refused; null if it is not
 */
record JmsContent(Object original, String text, Refusal refusal) {
  /** A body that is too large to be a request is kept in its dead letter up to this size. */
  static final int LARGEST_KEPT = 16 * 1024 * 1024;

  private static final int MOST_ENTRIES = 1_000;
  private static final String ATTRIBUTES = "attributes";
  private static final String ATTRIBUTE = ATTRIBUTES + ".";

  static JmsContent of(Message message, int maxBytes) throws JMSException {
    OptionalLong unread = JmsBatch.unreadSize(message);
    if (unread.isPresent()) {
      return refused("", Refusal.unread(unread.getAsLong()));
    }
    if (message instanceof TextMessage text) {
      return ofText(text, maxBytes);
    }
    if (message instanceof BytesMessage bytes) {
      return ofBytes(bytes, maxBytes);
    }
    if (message instanceof MapMessage map) {
      return ofMap(map, maxBytes);
    }
    return refused("", Refusal.unsupported());
  }

  private static JmsContent ofText(TextMessage message, int maxBytes) throws JMSException {
    // Artemis streams text in two bytes a character
    if (JmsBatch.announcedSize(message) / 2 > LARGEST_KEPT) {
      return tooLarge("", maxBytes);
    }
    String text = message.getText() == null ? "" : message.getText();
    if (text.length() > maxBytes) {
      return tooLarge(text.length() > LARGEST_KEPT ? "" : text, maxBytes);
    }
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException halfSurrogate) {
      return refused(
          text,
          Refusal.invalid(
              Reason.MALFORMED, "", "the text has half a surrogate pair: correct the encoding"));
    }
    return encoded.remaining() > maxBytes ? tooLarge(text, maxBytes) : read(text, text);
  }

  private static JmsContent ofBytes(BytesMessage message, int maxBytes) throws JMSException {
    long length = message.getBodyLength();
    if (length > LARGEST_KEPT) {
      return tooLarge("", maxBytes);
    }
    byte[] bytes = new byte[(int) length];
    message.reset();
    message.readBytes(bytes);
    if (length > maxBytes) {
      return tooLarge(bytes, maxBytes);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read(bytes, text);
    } catch (CharacterCodingException notUtf8) {
      return refused(
          bytes,
          Refusal.invalid(Reason.MALFORMED, "", "the bytes are not UTF-8: send them as UTF-8"));
    }
  }

  /** A map's entries are the record's fields; {@code attributes.NAME} is a field of attributes. */
  private static JmsContent ofMap(MapMessage message, int maxBytes) throws JMSException {
    if (JmsBatch.announcedSize(message) > LARGEST_KEPT) {
      return tooLarge("", maxBytes);
    }
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    Refusal refusal = null;
    long size = 0;
    int entries = 0;
    Enumeration<?> names = message.getMapNames();
    while (names.hasMoreElements()) {
      String name = String.valueOf(names.nextElement());
      Object value = message.getObject(name);
      size += name.length() + (value instanceof String text ? text.length() : Double.BYTES);
      if (size > maxBytes || ++entries > MOST_ENTRIES) {
        return tooLarge(record.toString(), maxBytes);
      }
      boolean isAttribute = name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length();
      if (name.equals(ATTRIBUTES)) {
        refusal = badEntry(name, "give each attribute as an entry of its own, attributes.NAME");
      } else if (!put(
          isAttribute ? record.withObjectProperty(ATTRIBUTES) : record,
          isAttribute ? name.substring(ATTRIBUTE.length()) : name,
          value)) {
        refusal = badEntry(name, "give a text, true or false, or a finite number");
      }
    }
    String text = record.toString();
    return refusal == null ? read(text, text) : refused(text, refusal);
  }

  /** Puts an entry in; false if it is of a type that a map message may have and a record not. */
  private static boolean put(ObjectNode into, String name, Object value) {
    if (value instanceof String text) {
      into.put(name, text);
    } else if (value instanceof Boolean yes) {
      into.put(name, yes);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      into.put(name, number);
    } else if (value instanceof Float number && Float.isFinite(number)) {
      into.put(name, number);
    } else if (value instanceof Long || value instanceof Integer) {
      into.put(name, ((Number) value).longValue());
    } else if (value instanceof Short || value instanceof Byte) {
      into.put(name, ((Number) value).intValue());
    } else {
      into.putNull(name);
      return value == null;
    }
    return true;
  }

  private static Refusal badEntry(String name, String remedy) {
    return Refusal.invalid(
        Reason.INVALID,
        "/" + FieldNames.pointerPart(name),
        "the entry " + FieldNames.shown(name) + " is of a kind that is not taken: " + remedy);
  }

  private static JmsContent read(Object original, String text) {
    return new JmsContent(original, text, null);
  }

  private static JmsContent refused(Object original, Refusal refusal) {
    return new JmsContent(original, null, refusal);
  }

  private static JmsContent tooLarge(Object original, int maxBytes) {
    return refused(
        original,
        Refusal.invalid(
            Reason.TOO_LARGE,
            "",
            "the message is larger than " + maxBytes + " bytes: send smaller ones"));
  }
}
