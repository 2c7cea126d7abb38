package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON from outside: RFC 8259 to the letter, within limits, every field once, every text
 * whole, every number one that other systems can read.
 */
final class StrictJson {
  static final int MAX_NESTING = 32;
  static final int MAX_TEXT_LENGTH = 65_536;
  static final int MAX_NAME_LENGTH = 256;
  static final int MAX_NUMBER_LENGTH = 100;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  // names come from outside: a shared symbol table would let them collide on purpose
  private final JsonFactory factory =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_TEXT_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  JsonParser open(Reader json) throws IOException {
    return factory.createParser(json);
  }

  /**
   * Reads the one value of a text.
   *
   * @throws InvalidRequestException if there is none, or more, or something is wrong in it
   */
  JsonNode readOnly(String json) throws InvalidRequestException {
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() == null) {
        throw malformed("the record is empty: give one JSON object");
      }
      JsonNode value = readValue(parser, Long.MAX_VALUE);
      if (parser.nextToken() != null) {
        throw malformed(
            "something follows the JSON object at "
                + at(parser)
                + ": one record holds one object, nothing more");
      }
      return value;
    } catch (IOException notJson) {
      throw malformed(notJson);
    }
  }

  /**
   * Reads the value that begins at the parser's current token, to its last token.
   *
   * @param maxLength the most characters it may have
   * @throws InvalidRequestException if something is wrong in the value; the parser stands at its
   *     end and can go on
   * @throws IOException if this is not JSON; the parser cannot go on
   */
  JsonNode readValue(JsonParser parser, long maxLength)
      throws InvalidRequestException, IOException {
    Value value = new Value(parser, maxLength);
    JsonNode node = value.read();
    if (value.tooLong) {
      throw new InvalidRequestException(
          InvalidRequestException.Reason.TOO_LARGE,
          new FieldError(
              "",
              "the record is longer than " + maxLength + " characters: shorten its attributes"));
    }
    if (!value.errors.isEmpty()) {
      throw new InvalidRequestException(InvalidRequestException.Reason.MALFORMED, value.errors);
    }
    return node;
  }

  /** Says where the JSON is broken, in words that hold nothing of the record. */
  static InvalidRequestException malformed(IOException cause) {
    if (cause instanceof StreamConstraintsException limit) {
      return malformed(
          "a limit is exceeded"
              + at(limit)
              + ": at most "
              + MAX_NESTING
              + " levels of nesting, "
              + MAX_TEXT_LENGTH
              + " characters a text, "
              + MAX_NAME_LENGTH
              + " a field name, "
              + MAX_NUMBER_LENGTH
              + " a number");
    }
    if (cause instanceof JsonEOFException eof) {
      return malformed(
          "the JSON ends too early" + at(eof) + ": a text, an object or an array is not closed");
    }
    if (cause instanceof JsonProcessingException json) {
      return malformed(
          "this is not JSON"
              + at(json)
              + ": texts and field names stand in double quotes, numbers are plain (no NaN, no"
              + " leading zero), no comments, no comma before a closing bracket");
    }
    if (cause instanceof CharacterCodingException) {
      return malformed("the text is not UTF-8: save it as UTF-8");
    }
    return malformed("it could not be read: " + cause.getClass().getSimpleName());
  }

  private static InvalidRequestException malformed(String message) {
    return new InvalidRequestException(
        InvalidRequestException.Reason.MALFORMED, new FieldError("", message));
  }

  private static String at(JsonProcessingException cause) {
    return cause.getLocation() == null
        ? ""
        : " at line "
            + cause.getLocation().getLineNr()
            + ", column "
            + cause.getLocation().getColumnNr();
  }

  private static String at(JsonParser parser) {
    return "line "
        + parser.currentTokenLocation().getLineNr()
        + ", column "
        + parser.currentTokenLocation().getColumnNr();
  }

  /** One value being read: depth is bounded by the parser's nesting limit. */
  private static final class Value {
    private final JsonParser parser;
    private final long maxLength;
    private final long begin;
    private final List<FieldError> errors = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();
    private boolean tooLong;

    Value(JsonParser parser, long maxLength) {
      this.parser = parser;
      this.maxLength = maxLength;
      this.begin = parser.currentTokenLocation().getCharOffset();
    }

    JsonNode read() throws IOException {
      JsonToken token = parser.currentToken();
      // past the limit the value is still read to its end, but nothing of it is kept
      tooLong |= parser.currentLocation().getCharOffset() - begin > maxLength;
      return switch (token) {
        case START_OBJECT -> readObject();
        case START_ARRAY -> readArray();
        case VALUE_STRING -> NODES.textNode(whole(parser.getText()));
        case VALUE_NUMBER_INT -> readInteger();
        case VALUE_NUMBER_FLOAT -> NODES.numberNode(readDecimal());
        case VALUE_TRUE -> NODES.booleanNode(true);
        case VALUE_FALSE -> NODES.booleanNode(false);
        default -> NODES.nullNode();
      };
    }

    private JsonNode readObject() throws IOException {
      ObjectNode object = NODES.objectNode();
      int length = path.length();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        path.append('/').append(FieldNames.pointerPart(name));
        whole(name);
        if (object.has(name)) {
          error(FieldNames.shown(name) + " is given twice: keep one of them");
        }
        parser.nextToken();
        JsonNode value = read();
        if (!tooLong) {
          object.set(name, value);
        }
        path.setLength(length);
      }
      return object;
    }

    private JsonNode readArray() throws IOException {
      ArrayNode array = NODES.arrayNode();
      int length = path.length();
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        path.append('/').append(i);
        JsonNode value = read();
        if (!tooLong) {
          array.add(value);
        }
        path.setLength(length);
      }
      return array;
    }

    private JsonNode readInteger() throws IOException {
      return switch (parser.getNumberType()) {
        case INT -> NODES.numberNode(parser.getIntValue());
        case LONG -> NODES.numberNode(parser.getLongValue());
        default -> NODES.numberNode(parser.getBigIntegerValue());
      };
    }

    private BigDecimal readDecimal() throws IOException {
      try {
        BigDecimal number = parser.getDecimalValue();
        double asDouble = number.doubleValue();
        if (Double.isFinite(asDouble) && (asDouble != 0 || number.signum() == 0)) {
          return number;
        }
      } catch (NumberFormatException exponentOutOfRange) {
        // the same error as for an exponent that only BigDecimal can hold
      }
      error("the number is out of range: write it as a text");
      return BigDecimal.ZERO;
    }

    private String whole(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else if (Character.isSurrogate(c)) {
          error("half a surrogate pair at position " + (i + 1) + ": mend the encoding");
          return text;
        }
      }
      return text;
    }

    private void error(String message) {
      if (!tooLong && errors.size() < FieldNames.MAX_ERRORS) {
        errors.add(new FieldError(path.toString(), message));
      }
    }
  }
}
