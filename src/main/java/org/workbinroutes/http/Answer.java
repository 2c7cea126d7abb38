package org.workbinroutes.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/** An HTTP answer, with nothing in it of the request. */
public final class Answer {
  /** The media type of JSON. */
  public static final String JSON = "application/json";

  private static final JsonMapper MAPPER = new JsonMapper();

  private final byte[] body;
  private final Map<String, Object> headers = new LinkedHashMap<>();

  private Answer(int status, String type, byte[] body) {
    this.body = body;
    headers.put(Exchange.HTTP_RESPONSE_CODE, status);
    headers.put(Exchange.CONTENT_TYPE, type);
    // the product's own server sets these on every answer, that of an embedding application may not
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
  }

  public static Answer of(int status, String type, byte[] body) {
    return new Answer(status, type, body);
  }

  /**
   * An answer in JSON.
   *
   * @param json a tree, or what Jackson makes one of
   */
  public static Answer json(int status, Object json) {
    return new Answer(status, JSON, bytes(json));
  }

  public static Answer of(Problem problem) {
    Answer answer = new Answer(problem.status(), Problem.MEDIA_TYPE, bytes(problem.json()));
    return problem.retryAfter() == null
        ? answer
        : answer.header("Retry-After", Math.max(1, problem.retryAfter().toSeconds()));
  }

  /**
   * The same with a header.
   *
   * @param name its name, which the route's {@link HttpHeaderAllowList} has to let out
   */
  public Answer header(String name, Object value) {
    headers.put(name, value);
    return this;
  }

  /** Puts it in the place of the message. */
  public void send(Exchange exchange) {
    Message message = new DefaultMessage(exchange.getContext());
    message.setBody(body);
    message.setHeaders(headers);
    // the charset that a request named would encode our answer
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    exchange.setMessage(message);
  }

  private static byte[] bytes(Object json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
