package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
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

  static final String REMEDY =
      ": texts and field names stand in double quotes, numbers are plain (no NaN, no leading zero),"
          + " no comments, no comma before a closing bracket";

  /** What numbers, true, false and null consist of. */
  private static final String WORD = "0123456789+-.Eaeflnrstu";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonFactory factory =
      factory(
          StreamReadConstraints.builder()
              .maxNestingDepth(MAX_NESTING)
              .maxStringLength(MAX_TEXT_LENGTH)
              .maxNameLength(MAX_NAME_LENGTH)
              .maxNumberLength(MAX_NUMBER_LENGTH)
              .build());

  /** For what is refused, is as large as a record can be, and may be broken as well. */
  private final JsonFactory unlimited =
      factory(
          StreamReadConstraints.builder()
              .maxNestingDepth(Integer.MAX_VALUE)
              .maxStringLength(Integer.MAX_VALUE)
              .maxNameLength(Integer.MAX_VALUE)
              .maxNumberLength(Integer.MAX_VALUE)
              .build());

  // names come from outside: a shared symbol table would let them collide on purpose
  private static JsonFactory factory(StreamReadConstraints constraints) {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(constraints)
        .build();
  }

  /** Reads the one value of a record. */
  JsonNode readOnly(String json, TextPlace place) throws InvalidRequestException {
    try {
      return read(json, place);
    } catch (BrokenJsonException broken) {
      throw broken.problem();
    }
  }

  /**
   * Reads the one value of a record.
   *
   * @throws InvalidRequestException if something is wrong in the value, which is one
   * @throws BrokenJsonException if it is not one JSON value
   */
  JsonNode read(String json, TextPlace place) throws InvalidRequestException, BrokenJsonException {
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() == null) {
        throw new BrokenJsonException(
            InvalidRequestException.malformed("the record is empty: give one JSON object"));
      }
      JsonNode value = readValue(parser, place);
      if (parser.nextToken() != null) {
        throw new BrokenJsonException(
            InvalidRequestException.malformed(
                "something follows the JSON object at "
                    + place.at(parser.currentTokenLocation())
                    + ": one record holds one object, nothing more"));
      }
      return value;
    } catch (IOException notJson) {
      throw new BrokenJsonException(malformed(notJson, place));
    }
  }

  private static JsonNode readValue(JsonParser parser, TextPlace place)
      throws InvalidRequestException, IOException {
    Value value = new Value(parser);
    JsonNode node;
    try {
      node = value.read();
    } catch (StreamConstraintsException limit) {
      throw InvalidRequestException.malformed(limit(" at " + place.at(parser.currentLocation())));
    }
    if (!value.errors.isEmpty()) {
      throw new InvalidRequestException(InvalidRequestException.Reason.MALFORMED, value.errors)
          .withRequestId(node.path("requestId").textValue());
    }
    return node;
  }

  /**
   * Looks whether a record that is refused is JSON at all, as far as it was kept: a quote that is
   * missing takes more than its record along.
   */
  void requireJson(byte[] begin, TextPlace place) throws InvalidRequestException {
    try {
      readThrough(new String(begin, StandardCharsets.UTF_8));
    } catch (JsonEOFException asExpected) {
      // it goes on behind what was kept
    } catch (IOException notJson) {
      throw malformed(notJson, place);
    }
  }

  /** The same for a record of which only the first bytes were kept, be they cut anywhere. */
  void requireBeginOfJson(byte[] begin, TextPlace place) throws InvalidRequestException {
    String text = new String(begin, StandardCharsets.UTF_8);
    try {
      readThrough(text);
    } catch (JsonProcessingException cutOrBroken) {
      // half a number, or nothing behind a comma, is no end of the input to the parser
      JsonLocation at = cutOrBroken.getLocation();
      if (at == null || at.getCharOffset() < lastWord(text)) {
        throw malformed(cutOrBroken, place);
      }
    } catch (IOException notJson) {
      throw malformed(notJson, place);
    }
  }

  /** Where the number or the true, false or null begins that a text ends in. */
  private static int lastWord(String text) {
    int begin = text.length();
    while (begin > 0 && WORD.indexOf(text.charAt(begin - 1)) >= 0) {
      begin--;
    }
    return begin;
  }

  private void readThrough(String text) throws IOException {
    try (JsonParser parser = unlimited.createParser(text)) {
      while (parser.nextToken() != null) {
        parser.finishToken();
      }
    }
  }

  static String decode(byte[] record, TextPlace place) throws InvalidRequestException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(record.length);
    if (decoder.decode(ByteBuffer.wrap(record), out, true).isError()) {
      throw InvalidRequestException.malformed(
          "the text is not UTF-8 at " + place.after(out.flip()) + ": save it as UTF-8");
    }
    return out.flip().toString();
  }

  /** Why something could not be read, in words that hold nothing of it. */
  static InvalidRequestException malformed(IOException cause) {
    return malformed(cause, TextPlace.START);
  }

  /** Says where the JSON is broken, in words that hold nothing of the record. */
  private static InvalidRequestException malformed(IOException cause, TextPlace place) {
    String oneALine = place.byLine() ? "; here one whole object stands on each line" : "";
    if (cause instanceof StreamConstraintsException) {
      return InvalidRequestException.malformed(limit(""));
    }
    if (cause instanceof JsonEOFException eof) {
      return InvalidRequestException.malformed(
          "the JSON ends too early"
              + at(eof, place)
              + ": a text, an object or an array is not closed"
              + oneALine);
    }
    if (cause instanceof JsonProcessingException json) {
      return InvalidRequestException.malformed(
          "this is not JSON" + at(json, place) + REMEDY + oneALine);
    }
    return InvalidRequestException.malformed(
        "it could not be read: " + cause.getClass().getSimpleName());
  }

  private static String limit(String at) {
    return "a limit is exceeded"
        + at
        + ": at most "
        + MAX_NESTING
        + " levels of nesting, "
        + MAX_TEXT_LENGTH
        + " characters a text, "
        + MAX_NAME_LENGTH
        + " a field name, "
        + MAX_NUMBER_LENGTH
        + " a number";
  }

  private static String at(JsonProcessingException cause, TextPlace place) {
    return cause.getLocation() == null ? "" : " at " + place.at(cause.getLocation());
  }

  /** A text that is not JSON, or not one value. */
  static final class BrokenJsonException extends Exception {
    private final transient InvalidRequestException problem;

    BrokenJsonException(InvalidRequestException problem) {
      super(problem.getMessage(), null, false, false);
      this.problem = problem;
    }

    InvalidRequestException problem() {
      return problem;
    }
  }

  /** One value being read: depth is bounded by the parser's nesting limit. */
  private static final class Value {
    private final JsonParser parser;
    private final List<FieldError> errors = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();

    Value(JsonParser parser) {
      this.parser = parser;
    }

    JsonNode read() throws IOException {
      JsonToken token = parser.currentToken();
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
        object.set(name, read());
        path.setLength(length);
      }
      return object;
    }

    private JsonNode readArray() throws IOException {
      ArrayNode array = NODES.arrayNode();
      int length = path.length();
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        path.append('/').append(i);
        array.add(read());
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
          error("half a surrogate pair at position " + (i + 1) + ": correct the encoding");
          return text;
        }
      }
      return text;
    }

    private void error(String message) {
      if (errors.size() < FieldNames.MAX_ERRORS) {
        errors.add(new FieldError(path.toString(), message));
      }
    }
  }
}
