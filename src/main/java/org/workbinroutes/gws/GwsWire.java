package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Sends requests with what belongs to a login, and keeps what GWS gives it. */
final class GwsWire {
  private final URI base;
  private final GwsHttp http;
  private final ObjectMapper json = GwsJson.mapper();

  // a Retry-After can be a time of day
  private final AnswerReader reader = new AnswerReader(Clock.systemUTC());

  /** Why the last request could not be sent; null if it could. */
  private volatile String trouble;

  GwsWire(URI base, GwsHttp http) {
    this.base = base;
    this.http = http;
  }

  /** An answer, and whether it gave the login another session than it had. */
  record Sent(GwsAnswer answer, boolean replacedSession) {}

  URI base() {
    return base;
  }

  /** Why GWS could not be reached when that was last tried; null if it could. */
  String trouble() {
    return trouble;
  }

  /**
   * Sends a request of the API.
   *
   * @param authorization the header Authorization; null for none
   * @throws GwsUnavailableException if the request surely did not reach GWS
   * @throws GwsUnknownOutcomeException if it may have
   */
  Sent send(GwsRequest request, Login login, String authorization) {
    URI uri = URI.create(base + request.pathAndQuery());
    HttpUriRequestBase message = request.body() == null ? new HttpGet(uri) : new HttpPost(uri);
    message.setHeader("Accept", "application/json");
    if (authorization != null) {
      message.setHeader("Authorization", authorization);
    }
    if (request.body() != null) {
      CsrfToken csrf = login.csrf();
      if (csrf != null) {
        message.setHeader(csrf.header(), csrf.value());
      }
      message.setEntity(new ByteArrayEntity(bytes(request.body()), ContentType.APPLICATION_JSON));
    }
    String cookies = login.cookies().header(uri);
    if (cookies != null) {
      message.setHeader("Cookie", cookies);
    }
    GwsHttp.Raw raw;
    try {
      raw = http.send(message, request.kind(), request.lastCheck());
      trouble = null;
    } catch (GwsUnavailableException notSent) {
      trouble = notSent.getMessage();
      throw notSent;
    }
    if (raw.csrf() != null) {
      login.csrf(raw.csrf());
    }
    boolean replaced = false;
    for (String cookie : raw.setCookies()) {
      replaced |= login.cookies().keep(uri, cookie);
    }
    return new Sent(reader.read(raw.status(), raw.retryAfter(), raw.body()), replaced);
  }

  private byte[] bytes(Map<String, Object> body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
