package org.workbinroutes.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.workbinroutes.gws.AddCall;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.WireText;

/**
 * The wish that an interaction be put into a group workbin.
 *
 * @param requestId the caller's name for this request; decides whether it was placed before
 * @param workbin where to
 * @param interactionId what
 * @param operation how; null means {@link AddOperation#ADD_INTERACTION}
 * @param saveLAR whether GWS keeps the agent for last-agent routing
 * @param attributes free values of the caller, carried along and never sent to GWS; null means none
 */
public record PlacementRequest(
    String requestId,
    GroupWorkbin workbin,
    String interactionId,
    AddOperation operation,
    boolean saveLAR,
    Map<String, Object> attributes)
    implements AddCall {
  /** Checks what cannot travel and fills the defaults in. */
  public PlacementRequest {
    WireText.require("requestId", requestId);
    Objects.requireNonNull(workbin, "workbin");
    WireText.require("interactionId", interactionId);
    operation = operation == null ? AddOperation.ADD_INTERACTION : operation;
    attributes =
        attributes == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
