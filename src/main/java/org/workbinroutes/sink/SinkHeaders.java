package org.workbinroutes.sink;

import java.util.HashMap;
import java.util.Map;

/** The headers with which a notification reaches a sink, beside its content type. */
public final class SinkHeaders {
  /** Header: the request id of the placement that a notification confirms, if it is ours. */
  public static final String REQUEST_ID = "WorkbinRequestId";

  /** Header: where that placement's request came from, one line. */
  public static final String SOURCE = "WorkbinSource";

  private static final int MAX_SOURCE = 300;

  private SinkHeaders() {}

  static Map<String, Object> of(SpooledNotification spooled) {
    Map<String, Object> headers = new HashMap<>();
    ConfirmedPlacement placement = spooled.placement();
    if (placement != null) {
      headers.put(REQUEST_ID, placement.requestId());
      if (placement.source() != null) {
        headers.put(SOURCE, OneLine.of(placement.source(), MAX_SOURCE));
      }
    }
    return headers;
  }
}
