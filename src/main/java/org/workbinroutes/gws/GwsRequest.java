package org.workbinroutes.gws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A REST request to GWS.
 *
 * @param pathAndQuery what follows the base address, encoded
 * @param body the JSON body of a POST; null makes it a GET
 */
record GwsRequest(String pathAndQuery, Map<String, Object> body) {
  private static final String ME = "/api/v2/me";

  static GwsRequest me() {
    return new GwsRequest(ME, null);
  }

  static GwsRequest meOperation(Map<String, Object> body) {
    return new GwsRequest(ME, body);
  }

  static GwsRequest workbins() {
    return new GwsRequest(ME + "/workbins?fields=*", null);
  }

  static GwsRequest content(GroupWorkbin workbin) {
    return new GwsRequest(of(workbin, "?subresources=*&"), null);
  }

  static GwsRequest operation(GroupWorkbin workbin, Map<String, Object> body) {
    return new GwsRequest(of(workbin, "?"), body);
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
