package org.workbinroutes.gws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Requests of the Workspace API v3: the function stands in the path, what it works on in {@code
 * data}, and an id of ours names the operation in what comes of it.
 */
final class V3Requests implements WorkbinRequests {
  static final String API = "/workspace/v3";
  static final String OPERATION_ID = "operationId";
  private static final String WORKBINS = API + "/workbins/";
  private static final String REMEDY = ", or set gws.api=v2 where GWS speaks that";

  private final boolean sendsOwner;
  private final KnownWorkbins workbins;
  private final SubscriptionAcks acks;

  /**
   * Makes the requests.
   *
   * @param sendsOwner whether the group's name is sent as {@code ownerId}
   * @param workbins is told of every workbin that is named
   * @param acks is told of every subscription that is asked for
   */
  V3Requests(boolean sendsOwner, KnownWorkbins workbins, SubscriptionAcks acks) {
    this.sendsOwner = sendsOwner;
    this.workbins = workbins;
    this.acks = acks;
  }

  @Override
  public GwsRequest add(AddCall call) {
    if (call.operation() != AddOperation.ADD_INTERACTION) {
      throw new GwsRejectedException(
          "operation is "
              + call.operation().wireName()
              + ", for which API v3 has no function: write AddInteraction, which takes every media"
              + REMEDY,
          null,
          null);
    }
    if (call.saveLAR()) {
      throw new GwsRejectedException(
          "saveLAR is true, which API v3 does not know: leave it out" + REMEDY, null, null);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("interactionId", call.interactionId());
    return of(CallKind.ADD, call.workbin(), "add-interaction", operationId(), data);
  }

  @Override
  public GwsRequest pull(AddCall call) {
    throw new GwsRejectedException(
        "API v3 has no known function that takes an interaction out of a workbin: take it out at"
            + " an agent's desktop"
            + REMEDY,
        null,
        null);
  }

  @Override
  public GwsRequest subscribe(GroupWorkbin workbin) {
    String operationId = operationId();
    acks.expect(operationId, workbin, "Subscribed");
    return of(CallKind.SUBSCRIBE, workbin, "subscribe", operationId, new LinkedHashMap<>());
  }

  @Override
  public GwsRequest unsubscribe(GroupWorkbin workbin) {
    String operationId = operationId();
    acks.expect(operationId, workbin, "Unsubscribed");
    return unsubscribe(workbin, operationId);
  }

  /** Ends what was subscribed before, and has nobody told of it. */
  GwsRequest unsubscribeQuietly(GroupWorkbin workbin) {
    return unsubscribe(workbin, operationId());
  }

  private GwsRequest unsubscribe(GroupWorkbin workbin, String operationId) {
    return of(CallKind.UNSUBSCRIBE, workbin, "unsubscribe", operationId, new LinkedHashMap<>());
  }

  @Override
  public GwsRequest content(GroupWorkbin workbin) {
    return of(CallKind.CONTENT, workbin, "get-content", operationId(), new LinkedHashMap<>());
  }

  @Override
  public GwsRequest workbins() {
    return new GwsRequest(
        CallKind.WORKBINS,
        WORKBINS + "get-workbins",
        Map.of(OPERATION_ID, operationId(), "data", Map.of()));
  }

  /** The id under which the answer to a request comes. */
  static String operationId(GwsRequest request) {
    return String.valueOf(request.body().get(OPERATION_ID));
  }

  private GwsRequest of(
      CallKind kind,
      GroupWorkbin workbin,
      String function,
      String operationId,
      Map<String, Object> data) {
    workbins.add(workbin);
    if (sendsOwner) {
      data.put("ownerId", workbin.group());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(OPERATION_ID, operationId);
    body.put("data", data);
    return new GwsRequest(kind, WORKBINS + GwsRequest.encode(workbin.id()) + "/" + function, body);
  }

  private static String operationId() {
    return UUID.randomUUID().toString();
  }
}
