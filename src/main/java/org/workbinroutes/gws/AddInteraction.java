package org.workbinroutes.gws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * An {@link AddCall} made of plain values, for those who call {@code gws:add} with a Map or JSON.
 *
 * @param workbin where to
 * @param interactionId what
 * @param operation how
 * @param saveLAR whether GWS keeps the agent for last-agent routing
 */
public record AddInteraction(
    GroupWorkbin workbin, String interactionId, AddOperation operation, boolean saveLAR)
    implements AddCall {
  private static final List<String> FIELDS =
      List.of(
          "workbinId",
          "agentGroup",
          "placeGroup",
          "interactionId",
          "id",
          "operation",
          "operationName",
          "saveLAR",
          // known from placement requests; they do not concern GWS
          "requestId",
          "attributes");

  /** Checks that the interaction's id can travel. */
  public AddInteraction {
    Objects.requireNonNull(workbin, "workbin");
    WireText.require("interactionId", interactionId);
    operation = operation == null ? AddOperation.ADD_INTERACTION : operation;
  }

  /**
   * Reads a map with the fields {@code workbinId}, {@code agentGroup} or {@code placeGroup}, {@code
   * interactionId} (or {@code id}), {@code operation} (or {@code operationName}) and {@code
   * saveLAR}.
   *
   * @param fields the map
   * @return the call
   * @throws IllegalArgumentException if a field is missing, wrong or unknown; the message names it
   */
  public static AddInteraction of(Map<?, ?> fields) {
    for (Object name : fields.keySet()) {
      if (!FIELDS.contains(String.valueOf(name))) {
        throw new IllegalArgumentException(
            "unknown field '" + name + "': known are " + new TreeSet<>(FIELDS));
      }
    }
    String operation = text(fields, "operation", "operationName");
    return new AddInteraction(
        GroupWorkbinField.of(fields),
        text(fields, "interactionId", "id"),
        operation == null
            ? AddOperation.ADD_INTERACTION
            : AddOperation.fromWireName(operation)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "operation is none of " + AddOperation.wireNames())),
        Boolean.parseBoolean(text(fields, "saveLAR", "saveLAR")));
  }

  /**
   * What is sent to GWS.
   *
   * @param withSaveLar whether {@code saveLAR} belongs to this operation
   */
  static Map<String, Object> wireForm(String operationName, AddCall call, boolean withSaveLar) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("operationName", operationName);
    body.put("id", call.interactionId());
    if (withSaveLar && call.saveLAR()) {
      // GWS reads a text here, not a boolean.
      body.put("saveLAR", "true");
    }
    return body;
  }

  private static String text(Map<?, ?> fields, String name, String alias) {
    Object value = fields.get(name) == null ? fields.get(alias) : fields.get(name);
    return value == null ? null : value.toString();
  }
}
