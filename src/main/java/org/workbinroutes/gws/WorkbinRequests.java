package org.workbinroutes.gws;

import java.util.Map;

/**
 * Requests of the Web Services API v2: the operation stands in the body, the group in the query.
 *
 * <p>Source: GWS API reference, "AddInteraction to a Group Workbin", "Subscribe to Group Workbin
 * Notifications", "GetGroupWorkbinContent", "PullInteraction from a Group Workbin".
 */
final class WorkbinRequests {
  private static final String ME = "/api/v2/me";

  private WorkbinRequests() {}

  static GwsRequest me() {
    return new GwsRequest(CallKind.LOGIN, ME, null);
  }

  static GwsRequest meOperation(Map<String, Object> body) {
    return new GwsRequest(CallKind.SESSION, ME, body);
  }

  static GwsRequest add(AddCall call) {
    return operation(
        CallKind.ADD,
        call.workbin(),
        AddInteraction.wireForm(call.operation().wireName(), call, true));
  }

  static GwsRequest pull(AddCall call) {
    return operation(
        CallKind.PULL,
        call.workbin(),
        AddInteraction.wireForm(call.operation().pullName(), call, false));
  }

  static GwsRequest subscribe(GroupWorkbin workbin) {
    return operation(CallKind.SUBSCRIBE, workbin, Map.of("operationName", "Subscribe"));
  }

  static GwsRequest unsubscribe(GroupWorkbin workbin) {
    return operation(CallKind.UNSUBSCRIBE, workbin, Map.of("operationName", "Unsubscribe"));
  }

  static GwsRequest content(GroupWorkbin workbin) {
    return new GwsRequest(CallKind.CONTENT, of(workbin, "?subresources=*&"), null);
  }

  static GwsRequest workbins() {
    return new GwsRequest(CallKind.WORKBINS, "/api/v2/workbins?fields=*", null);
  }

  /** Those of the agent and the place only: group workbins are not among them. */
  static GwsRequest personalWorkbins() {
    return new GwsRequest(CallKind.WORKBINS, ME + "/workbins?fields=*", null);
  }

  private static GwsRequest operation(
      CallKind kind, GroupWorkbin workbin, Map<String, Object> body) {
    return new GwsRequest(kind, of(workbin, "?"), body);
  }

  private static String of(GroupWorkbin workbin, String queryStart) {
    return ME
        + "/workbins/"
        + GwsRequest.encode(workbin.id())
        + queryStart
        + workbin.kind().wireName()
        + "="
        + GwsRequest.encode(workbin.group());
  }
}
