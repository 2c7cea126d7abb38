package org.workbinroutes.gws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A REST request to GWS.
 *
 * @param body the JSON body of a POST; null makes it a GET
 * @param lastCheck is run before each time it goes out; throws to have it not sent
 */
record GwsRequest(
    CallKind kind, String pathAndQuery, Map<String, Object> body, Runnable lastCheck) {
  GwsRequest(CallKind kind, String pathAndQuery, Map<String, Object> body) {
    this(kind, pathAndQuery, body, () -> {});
  }

  /** The same, with another check. */
  GwsRequest checkedBy(Runnable check) {
    return new GwsRequest(kind, pathAndQuery, body, check);
  }

  /** A text as it stands in a path or a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
