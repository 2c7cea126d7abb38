package org.workbinroutes.sink;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.workbinroutes.placement.Placement;

/**
 * What a sink is told of the placement of ours that a notification confirms.
 *
 * @param source where the request came from; null if it is not known any more
 * @param attributes the caller's own values, which were never sent to GWS; null means none
 */
public record ConfirmedPlacement(String requestId, String source, Map<String, Object> attributes) {
  public ConfirmedPlacement {
    attributes =
        attributes == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  static ConfirmedPlacement of(Placement placement) {
    return new ConfirmedPlacement(
        placement.request().requestId(), placement.source(), placement.request().attributes());
  }
}
