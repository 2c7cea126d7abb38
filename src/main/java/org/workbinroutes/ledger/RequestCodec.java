package org.workbinroutes.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.PlacementRequest;

/** Writes requests as they are stored, reads them again, and tells whether two are the same. */
public final class RequestCodec {
  // What is read here was bounded when it came in; the ledger must not refuse its own rows.
  private static final StreamReadConstraints OWN_WRITING =
      StreamReadConstraints.builder()
          .maxStringLength(Integer.MAX_VALUE)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build();

  private final ObjectMapper mapper;

  public RequestCodec() {
    this.mapper =
        new ObjectMapper(
            JsonFactory.builder()
                .streamReadConstraints(OWN_WRITING)
                // So that NUL and half a surrogate pair in an attribute survive every engine.
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build());
    // A customer's 0.10 must come back as 0.10.
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    mapper.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
  }

  /** The request in the wire form of the intakes. */
  public String write(PlacementRequest request) {
    ObjectNode json = mapper.createObjectNode();
    json.put("requestId", request.requestId());
    json.put("workbinId", request.workbin().id());
    json.put(request.workbin().kind().wireName(), request.workbin().group());
    json.put("interactionId", request.interactionId());
    json.put("operation", request.operation().wireName());
    json.put("saveLAR", request.saveLAR());
    json.set("attributes", mapper.valueToTree(request.attributes()));
    return text(json);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException if it is something else
   */
  PlacementRequest read(String json) {
    try {
      JsonNode node = mapper.readTree(json);
      GroupKind kind =
          node.has(GroupKind.AGENT_GROUP.wireName())
              ? GroupKind.AGENT_GROUP
              : GroupKind.PLACE_GROUP;
      return new PlacementRequest(
          node.path("requestId").textValue(),
          new GroupWorkbin(
              node.path("workbinId").textValue(), kind, node.path(kind.wireName()).textValue()),
          node.path("interactionId").textValue(),
          AddOperation.fromWireName(node.path("operation").textValue()).orElseThrow(),
          node.path("saveLAR").booleanValue(),
          attributes(node.path("attributes")));
    } catch (JsonProcessingException | RuntimeException e) {
      // Without the JSON in the message: it may hold a customer's data.
      throw new IllegalStateException("A stored request cannot be read: was it edited?", e);
    }
  }

  @SuppressWarnings("unchecked") // an object's keys are texts
  private Map<String, Object> attributes(JsonNode node) throws JsonProcessingException {
    return mapper.treeToValue(node, Map.class);
  }

  /**
   * A digest of all that a request says but its id. Equal contents have equal digests, however
   * their attributes are ordered and their numbers are written.
   *
   * @return 64 hexadecimal digits
   */
  String digest(PlacementRequest request) {
    ObjectNode json = mapper.createObjectNode();
    json.put("workbinId", request.workbin().id());
    json.put("kind", request.workbin().kind().wireName());
    json.put("group", request.workbin().group());
    json.put("interactionId", request.interactionId());
    json.put("operation", request.operation().wireName());
    json.put("saveLAR", request.saveLAR());
    json.set("attributes", mapper.valueToTree(request.attributes()));
    byte[] canonical = text(canonical(json)).getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(sha256().digest(canonical));
  }

  private JsonNode canonical(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
      return mapper.createObjectNode().setAll(sorted);
    }
    if (node.isArray()) {
      ArrayNode items = mapper.createArrayNode();
      node.forEach(item -> items.add(canonical(item)));
      return items;
    }
    if (node.isNumber() && !isNotFinite(node)) {
      return DecimalNode.valueOf(node.decimalValue().stripTrailingZeros());
    }
    return node;
  }

  private static boolean isNotFinite(JsonNode number) {
    return (number.isDouble() || number.isFloat()) && !Double.isFinite(number.doubleValue());
  }

  private String text(JsonNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A request cannot be written as JSON", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
