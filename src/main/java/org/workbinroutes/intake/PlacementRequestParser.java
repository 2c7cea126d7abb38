package org.workbinroutes.intake;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.WireText;
import org.workbinroutes.intake.InvalidRequestException.Reason;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Turns the wire form of a placement request, one JSON object as in {@code
 * placement-request.schema.json}, into a {@link PlacementRequest}. All that is wrong with a record
 * is reported at once, and nothing of its values is repeated. Safe for use by many threads.
 */
public final class PlacementRequestParser {
  /** The size of a record if nothing else is said, in bytes of UTF-8. */
  public static final int DEFAULT_MAX_BYTES = 256 * 1024;

  private static final String SCHEMA = "/org/workbinroutes/placement/placement-request.schema.json";
  private static final String REQUEST_ID = "requestId";
  private static final String WORKBIN_ID = "workbinId";
  private static final String INTERACTION_ID = "interactionId";
  private static final String OPERATION = "operation";
  private static final String SAVE_LAR = "saveLAR";
  private static final String ATTRIBUTES = "attributes";

  /** Our names, and GWS's own names for the same. */
  private static final Map<String, String> ALIASES =
      Map.of(INTERACTION_ID, "id", OPERATION, "operationName");

  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  private final int maxBytes;
  private final StrictJson json = new StrictJson();
  private final JsonMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final Schema schema;
  private final List<String> knownFields = new ArrayList<>();

  /** A parser that takes records of {@link #DEFAULT_MAX_BYTES}. */
  public PlacementRequestParser() {
    this(DEFAULT_MAX_BYTES);
  }

  /**
   * A parser.
   *
   * @param maxBytes the size of the largest record, in bytes of UTF-8
   */
  public PlacementRequestParser(int maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be at least 1");
    }
    this.maxBytes = maxBytes;
    JsonNode schemaNode = readSchema();
    schemaNode.get("properties").fieldNames().forEachRemaining(knownFields::add);
    this.schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry ->
                    registry
                        // nothing is ever fetched: a $ref to elsewhere fails
                        .schemaLoader(loader -> loader.block(everything -> true))
                        .schemaRegistryConfig(
                            SchemaRegistryConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .typeLoose(false)
                                .build()))
            .getSchema(schemaNode);
    this.schema.initializeValidators();
  }

  /**
   * The size of the largest record.
   *
   * @return bytes of UTF-8
   */
  public int maxBytes() {
    return maxBytes;
  }

  /**
   * Reads one record.
   *
   * @param record one JSON object in UTF-8, with or without byte order mark
   * @param defaultRequestId asked for an id if the record has none
   * @throws InvalidRequestException with everything that is wrong with the record
   */
  public PlacementRequest parse(byte[] record, Supplier<String> defaultRequestId)
      throws InvalidRequestException {
    return parse(record, TextPlace.START, defaultRequestId);
  }

  /** Reads one record that begins at a place of a file or a body. */
  PlacementRequest parse(byte[] record, TextPlace place, Supplier<String> defaultRequestId)
      throws InvalidRequestException {
    requireSize(record.length);
    String text = withoutMark(StrictJson.decode(record, place));
    return parse(json.readOnly(text, place), defaultRequestId);
  }

  /**
   * Reads one record.
   *
   * @param defaultRequestId asked for an id if the record has none
   * @throws InvalidRequestException with everything that is wrong with the record
   */
  public PlacementRequest parse(String record, Supplier<String> defaultRequestId)
      throws InvalidRequestException {
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(record));
    } catch (CharacterCodingException halfSurrogate) {
      throw InvalidRequestException.malformed(
          "the text has half a surrogate pair: correct the encoding");
    }
    requireSize(bytes.remaining());
    return parse(json.readOnly(withoutMark(record), TextPlace.START), defaultRequestId);
  }

  /** Reads one record that was read as JSON before, by {@link StrictJson}. */
  PlacementRequest parse(JsonNode record, Supplier<String> defaultRequestId)
      throws InvalidRequestException {
    if (!record.isObject()) {
      throw new InvalidRequestException(
          Reason.INVALID,
          new FieldError(
              "", "the record is " + kindOf(record) + ": a placement request is a JSON object"));
    }
    Errors errors = new Errors();
    checkNames(record, errors);
    for (Error message : schema.validate(record)) {
      checked(message, errors);
    }
    GroupKind kind =
        record.has(GroupKind.AGENT_GROUP.wireName())
            ? GroupKind.AGENT_GROUP
            : GroupKind.PLACE_GROUP;
    checkText(record, REQUEST_ID, errors);
    checkText(record, WORKBIN_ID, errors);
    checkPathSegment(record, errors);
    checkText(record, GroupKind.AGENT_GROUP.wireName(), errors);
    checkText(record, GroupKind.PLACE_GROUP.wireName(), errors);
    checkText(record, INTERACTION_ID, errors);
    checkText(record, ALIASES.get(INTERACTION_ID), errors);
    checkAttributes('/' + ATTRIBUTES, record.path(ATTRIBUTES), errors);
    checkAlias(record, INTERACTION_ID, errors);
    checkAlias(record, OPERATION, errors);
    String requestId = record.has(REQUEST_ID) ? null : checkDefault(defaultRequestId.get(), errors);
    errors.throwIfAny(record.path(REQUEST_ID).textValue());
    return new PlacementRequest(
        requestId == null ? text(record, REQUEST_ID) : requestId,
        new GroupWorkbin(text(record, WORKBIN_ID), kind, text(record, kind.wireName())),
        text(record, INTERACTION_ID),
        AddOperation.fromWireName(text(record, OPERATION)).orElse(null),
        "true".equals(record.path(SAVE_LAR).asText()),
        record.has(ATTRIBUTES) ? mapper.convertValue(record.get(ATTRIBUTES), MAP) : null);
  }

  /** Refuses a record that is too long to be looked at. */
  void requireSize(long bytes) throws InvalidRequestException {
    if (bytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
  }

  static InvalidRequestException tooLarge(long maxBytes) {
    return new InvalidRequestException(
        Reason.TOO_LARGE,
        new FieldError(
            "", "the record is larger than " + maxBytes + " bytes: shorten its attributes"));
  }

  private void checkNames(JsonNode record, Errors errors) {
    record
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!knownFields.contains(name)) {
                String meant =
                    isListOfRecords(record.get(name))
                        ? "several records stand in an array: give the array alone, without the"
                            + " object around it"
                        : FieldNames.closest(name, knownFields)
                            .map(known -> "did you mean '" + known + "'?")
                            .orElse("remove it, or put it into attributes");
                errors.add(
                    "/" + FieldNames.pointerPart(name),
                    FieldNames.shown(name) + " is no field of a placement request: " + meant);
              }
            });
  }

  private static boolean isListOfRecords(JsonNode value) {
    return value.isArray() && value.path(0).isObject();
  }

  /** Puts what the schema found into words; what {@link #checkNames} found is found already. */
  private static void checked(Error message, Errors errors) {
    String pointer = message.getInstanceLocation().toString();
    String field = pointer.isEmpty() ? "" : pointer.substring(1);
    // what is missing in one branch of an alternative says less than the alternative itself
    String path = message.getEvaluationPath().toString();
    if (path.contains("/oneOf/")) {
      return;
    }
    switch (path.contains("/anyOf/") ? "anyOf" : message.getKeyword()) {
      case "required" ->
          errors.add(
              "/" + message.getProperty(),
              message.getProperty() + " is missing: give a text of 1 to 256 characters");
      case "oneOf" -> {
        boolean none = !message.getInstanceNode().has(GroupKind.AGENT_GROUP.wireName());
        errors.add(
            none ? "/agentGroup" : "/placeGroup",
            none
                ? "agentGroup or placeGroup is missing: give the name of the group that owns the"
                    + " workbin"
                : "agentGroup and placeGroup are both given: keep the one that owns the workbin");
      }
      case "anyOf" ->
          errors.add(
              "/" + INTERACTION_ID,
              "interactionId is missing: give a text of 1 to 256 characters (GWS's name for it, id,"
                  + " will do)");
      case "enum" -> errors.add(pointer, field + " is not one of " + allowed(field));
      case "type" ->
          errors.add(
              pointer,
              field
                  + " is "
                  + kindOf(message.getInstanceNode())
                  + ": give "
                  + (field.equals(ATTRIBUTES) ? "an object" : "a text in double quotes")
                  + ", or leave the field out");
      case "minLength", "maxLength" ->
          errors.add(pointer, field + " has the wrong length: give 1 to 256 characters");
      case "additionalProperties" -> {
        // said by name in checkNames, which also finds the names that the library passes over
      }
      default -> errors.add(pointer, field + " is not as the schema wants it: see docs/intakes.md");
    }
  }

  private static String allowed(String field) {
    return field.equals(SAVE_LAR) ? "true, false" : AddOperation.wireNames();
  }

  private static void checkText(JsonNode record, String field, Errors errors) {
    JsonNode value = record.get(field);
    if (value != null && value.isTextual()) {
      checkText("/" + field, field, value.textValue(), errors);
    }
  }

  /** An id that the path of a URL would take for a step upwards; {@link GroupWorkbin} has none. */
  private static void checkPathSegment(JsonNode record, Errors errors) {
    String id = record.path(WORKBIN_ID).asText();
    if (id.equals(".") || id.equals("..")) {
      errors.add(
          "/" + WORKBIN_ID,
          WORKBIN_ID + " is nothing but dots, which cannot stand in a URL: give the workbin's id");
    }
  }

  private static String checkDefault(String requestId, Errors errors) {
    checkText("/" + REQUEST_ID, REQUEST_ID, requestId, errors);
    return requestId;
  }

  private static void checkText(String pointer, String field, String text, Errors errors) {
    try {
      WireText.require(field, text);
    } catch (IllegalArgumentException cannotTravel) {
      errors.add(pointer, cannotTravel.getMessage());
    }
  }

  /** As the cells of a .csv and the texts of an .xml, in which they cannot stand either. */
  private static void checkAttributes(String pointer, JsonNode value, Errors errors) {
    if (value.isTextual()) {
      FieldText.fault(value.textValue())
          .ifPresent(fault -> errors.add(pointer, "the attribute " + fault));
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String name = field.getKey();
      String inner = pointer + '/' + FieldNames.pointerPart(name);
      FieldText.fault(name)
          .ifPresent(fault -> errors.add(inner, "the name of the attribute " + fault));
      checkAttributes(inner, field.getValue(), errors);
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      checkAttributes(pointer + '/' + i, value.get(i), errors);
    }
  }

  private static void checkAlias(JsonNode record, String field, Errors errors) {
    String alias = ALIASES.get(field);
    if (record.has(field) && record.has(alias) && !record.get(field).equals(record.get(alias))) {
      errors.add(
          "/" + alias, alias + " and " + field + " mean the same and differ: keep one of them");
    }
  }

  private static String text(JsonNode record, String field) {
    JsonNode value = record.has(field) ? record.get(field) : record.get(ALIASES.get(field));
    return value == null ? null : value.textValue();
  }

  private static String kindOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      case NUMBER -> "a number";
      case OBJECT -> "an object";
      default -> "a text";
    };
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private JsonNode readSchema() {
    try (InputStream resource = PlacementRequestParser.class.getResourceAsStream(SCHEMA)) {
      return mapper.readTree(resource);
    } catch (IOException broken) {
      throw new UncheckedIOException("The schema " + SCHEMA + " cannot be read", broken);
    }
  }

  /** What is wrong with one record: the first error of each place, and not without end. */
  private static final class Errors {
    private final Map<String, FieldError> byPointer = new LinkedHashMap<>();
    private int left;

    void add(String pointer, String message) {
      if (byPointer.containsKey(pointer)) {
        return;
      }
      if (byPointer.size() < FieldNames.MAX_ERRORS) {
        byPointer.put(pointer, new FieldError(pointer, message));
      } else {
        left++;
      }
    }

    void throwIfAny(String requestId) throws InvalidRequestException {
      if (byPointer.isEmpty()) {
        return;
      }
      List<FieldError> errors = new ArrayList<>(byPointer.values());
      if (left > 0) {
        errors.add(new FieldError("", "and " + left + " more errors like these"));
      }
      throw new InvalidRequestException(Reason.INVALID, errors).withRequestId(requestId);
    }
  }
}
