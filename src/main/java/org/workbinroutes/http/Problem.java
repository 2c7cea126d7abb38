package org.workbinroutes.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong with an HTTP request, for RFC 9457's {@code application/problem+json}.
 *
 * @param errors what of the request is wrong; empty if it is not about its parts
 * @param retryAfter when to come again; null if that is not known
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    List<Part> errors,
    Map<String, Object> extensions,
    Duration retryAfter) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String URN = "urn:workbinroutes:problem:";

  public Problem {
    errors = List.copyOf(errors);
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /**
   * A part of the request that is wrong.
   *
   * @param kind {@code pointer}, a JSON pointer into the body; {@code parameter}, of the query;
   *     {@code header}
   * @param name the pointer, or the name of the parameter or header
   */
  public record Part(String kind, String name, String detail) {}

  /** A problem that is not about a part of the request. */
  public static Problem of(String type, String title, int status, String detail) {
    return of(type, title, status, detail, List.of());
  }

  /** A problem with parts of the request. */
  public static Problem of(
      String type, String title, int status, String detail, List<Part> errors) {
    return new Problem(type, title, status, detail, errors, Map.of(), null);
  }

  /** A query that cannot be used, for one of its parameters. */
  public static Problem parameter(String name, String detail) {
    return of(
        "query",
        "The query cannot be used",
        400,
        "Fix what the errors name in the part of the URL from '?' on",
        List.of(new Part("parameter", name, detail)));
  }

  /** The same with a further member. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions);
    more.put(member, value);
    return new Problem(type, title, status, detail, errors, more, retryAfter);
  }

  /** The same with the header Retry-After. */
  public Problem retryAfter(Duration wait) {
    return new Problem(type, title, status, detail, errors, extensions, wait);
  }

  public ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", URN + type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    if (!errors.isEmpty()) {
      ArrayNode array = json.putArray("errors");
      errors.forEach(
          part -> array.addObject().put(part.kind(), part.name()).put("detail", part.detail()));
    }
    extensions.forEach(json::putPOJO);
    return json;
  }
}
