package org.workbinroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer. */
final class Reply {
  static final String JSON_TYPE = "application/json;charset=UTF-8";
  private static final ObjectWriter JSON = new ObjectMapper().writer();

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  static Reply text(int status, String contentType, String body) {
    return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply json(int status, Object value) {
    try {
      return new Reply(status, JSON_TYPE, JSON.writeValueAsBytes(value), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Reply done(long referenceId) {
    return text(200, JSON_TYPE, "{\"statusCode\":0,\"referenceId\":" + referenceId + "}");
  }

  static Reply refused(int status, int statusCode, String message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("statusCode", statusCode);
    body.put("statusMessage", message);
    return json(status, body);
  }

  Reply with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Reply(status, contentType, body, all);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  int length() {
    return body.length;
  }

  void writeBody(OutputStream out) throws IOException {
    out.write(body);
  }

  Map<String, String> headers() {
    return headers;
  }
}
