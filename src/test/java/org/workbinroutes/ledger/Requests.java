package org.workbinroutes.ledger;

import java.util.Map;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.PlacementRequest;

/** Placement requests for tests. */
final class Requests {
  static final GroupWorkbin BILLING =
      new GroupWorkbin("cd29a0b2-wb", GroupKind.AGENT_GROUP, "Billing & Ärger > 山?");
  static final GroupWorkbin FRONT_DESK =
      new GroupWorkbin("cd29a0b2-wb", GroupKind.PLACE_GROUP, "Front desk");

  private Requests() {}

  static PlacementRequest request(String requestId, GroupWorkbin workbin, String interactionId) {
    return new PlacementRequest(
        requestId, workbin, interactionId, AddOperation.ADD_CHAT, false, Map.of());
  }

  static PlacementRequest request(String requestId) {
    return request(requestId, BILLING, "ixn-" + requestId);
  }

  static PlacementRequest with(Map<String, Object> attributes) {
    return new PlacementRequest("R", BILLING, "I", AddOperation.ADD_CHAT, false, attributes);
  }
}
