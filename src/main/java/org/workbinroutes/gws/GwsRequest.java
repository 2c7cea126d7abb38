package org.workbinroutes.gws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A REST request to GWS.
 *
 * @param kind what it is for
 * @param pathAndQuery what follows the base address, encoded
 * @param body the JSON body of a POST; null makes it a GET
 */
record GwsRequest(CallKind kind, String pathAndQuery, Map<String, Object> body) {
  private static final String ME = "/api/v2/me";

  static GwsRequest me() {
    return new GwsRequest(CallKind.LOGIN, ME, null);
  }

  static GwsRequest meOperation(Map<String, Object> body) {
    return new GwsRequest(CallKind.SESSION, ME, body);
  }

  static GwsRequest workbins() {
    return new GwsRequest(CallKind.WORKBINS, ME + "/workbins?fields=*", null);
  }

  static GwsRequest content(GroupWorkbin workbin) {
    return new GwsRequest(CallKind.CONTENT, of(workbin, "?subresources=*&"), null);
  }

  static GwsRequest operation(CallKind kind, GroupWorkbin workbin, Map<String, Object> body) {
    return new GwsRequest(kind, of(workbin, "?"), body);
  }

  private static String of(GroupWorkbin workbin, String queryStart) {
    return ME
        + "/workbins/"
        + encode(workbin.id())
        + queryStart
        + workbin.kind().wireName()
        + "="
        + encode(workbin.group());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
