package org.workbinroutes.sink.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.NotificationSummary;
import org.workbinroutes.sink.UnreadableNotificationException;

/**
 * Answers over HTTP what waits for the sinks and what they could not be given, and has dead letters
 * put back or thrown away. It shows which notification it was, and nothing that a customer wrote.
 */
public final class SinkDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SinkDesk.class);
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String PROBLEM_URN = "urn:workbinroutes:problem:";
  private static final String SINK = "sink";
  private static final Pattern LIMIT = Pattern.compile("limit=([1-9]\\d{0,3})");
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_SHOWN = 1_000;

  private final RunningSinks sinks;
  private final SpoolStore store;
  private final NotificationCodec codec;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * A desk.
   *
   * @param sinks the sinks that run
   * @param store what waits for them, and their dead letters
   * @param codec reads notifications
   */
  public SinkDesk(RunningSinks sinks, SpoolStore store, NotificationCodec codec) {
    this.sinks = sinks;
    this.store = store;
    this.codec = codec;
  }

  /** What cannot be done, and what to do instead. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String type;
    private final String title;

    RefusedException(int status, String type, String title, String detail) {
      super(detail);
      this.status = status;
      this.type = type;
      this.title = title;
    }
  }

  /**
   * {@code GET /sinks}: every sink with what waits for it.
   *
   * @param exchange holds the HTTP request
   * @throws Exception if it has a query; {@link #problem} knows what to answer
   */
  public void list(Exchange exchange) throws Exception {
    requireNoQuery(exchange.getMessage());
    ObjectNode answer = mapper.createObjectNode();
    ArrayNode list = answer.putArray("sinks");
    for (SinkStatus sink : statuses()) {
      ObjectNode one = list.addObject().put("name", sink.name());
      put(one, "depth", sink.waiting());
      put(one, "deadLetters", sink.deadLetters());
      one.put("held", sink.held().orElse(null));
    }
    answer(exchange, 200, JSON, answer);
  }

  /**
   * How every sink stands.
   *
   * @return by name
   * @throws Exception if the spool could not be asked
   */
  public List<SinkStatus> statuses() throws Exception {
    List<SinkStatus> statuses = new ArrayList<>();
    for (RunningSink sink : sinks.all()) {
      statuses.add(
          new SinkStatus(
              sink.name(),
              store.depth(sink.name()),
              store.deadLetters().count(sink.name()),
              sink.held()));
    }
    return statuses;
  }

  /**
   * {@code GET /sinks/name/dead-letters?limit=}: the oldest dead letters of a sink.
   *
   * @param exchange holds the HTTP request, with the sink's name as header {@code name}
   * @throws Exception if there is no such sink or they cannot be read; {@link #problem} knows what
   *     to answer
   */
  public void show(Exchange exchange) throws Exception {
    int limit = limit(exchange.getMessage());
    String sink = sink(exchange.getMessage()).name();
    ObjectNode answer = mapper.createObjectNode().put(SINK, sink);
    put(answer, "deadLetters", store.deadLetters().count(sink));
    ArrayNode letters = answer.putArray("letters");
    store.deadLetters().read(sink, limit, letter -> letters.add(summary(letter)));
    answer(exchange, 200, JSON, answer);
  }

  /**
   * {@code POST /sinks/name/dead-letters/replay}: puts them back into the sink's queue.
   *
   * @param exchange holds the HTTP request, with the sink's name as header {@code name}
   * @throws Exception if there is no such sink or it failed; {@link #problem} knows what to answer
   */
  public void replay(Exchange exchange) throws Exception {
    requireNoQuery(exchange.getMessage());
    String sink = sink(exchange.getMessage()).name();
    long replayed = store.deadLetters().replay(sink);
    LOG.info("Dead letters of sink {} put back: {}", sink, replayed);
    answer(
        exchange, 200, JSON, mapper.createObjectNode().put(SINK, sink).put("replayed", replayed));
  }

  /**
   * {@code DELETE /sinks/name/dead-letters}: throws them away.
   *
   * @param exchange holds the HTTP request, with the sink's name as header {@code name}
   * @throws Exception if there is no such sink or it failed; {@link #problem} knows what to answer
   */
  public void purge(Exchange exchange) throws Exception {
    requireNoQuery(exchange.getMessage());
    String sink = sink(exchange.getMessage()).name();
    long purged = store.deadLetters().purge(sink);
    LOG.warn("Dead letters of sink {} thrown away: {}", sink, purged);
    answer(exchange, 200, JSON, mapper.createObjectNode().put(SINK, sink).put("purged", purged));
  }

  /**
   * {@code POST /sinks/name/resume}: has a sink that is held go on.
   *
   * @param exchange holds the HTTP request, with the sink's name as header {@code name}
   * @throws Exception if there is no such sink or it is not held; {@link #problem} knows what to
   *     answer
   */
  public void resume(Exchange exchange) throws Exception {
    requireNoQuery(exchange.getMessage());
    RunningSink sink = sink(exchange.getMessage());
    if (sink.held().isEmpty()) {
      throw new RefusedException(
          409, "not-held", "The sink is not held", "Only a sink that is held can go on");
    }
    sink.release();
    answer(
        exchange, 200, JSON, mapper.createObjectNode().put(SINK, sink.name()).put("resumed", true));
  }

  /**
   * Answers what went wrong.
   *
   * @param exchange holds the exception
   * @throws JsonProcessingException never
   */
  public void problem(Exchange exchange) throws JsonProcessingException {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    RefusedException refused;
    if (cause instanceof RefusedException known) {
      refused = known;
    } else {
      LOG.warn("A request about the sinks failed", cause);
      refused =
          new RefusedException(
              503,
              "unavailable",
              "The spool could not do it",
              "Nothing is lost; look into the log, and try again");
    }
    ObjectNode json =
        mapper
            .createObjectNode()
            .put("type", PROBLEM_URN + refused.type)
            .put("title", refused.title)
            .put("status", refused.status)
            .put("detail", refused.getMessage());
    answer(exchange, refused.status, PROBLEM_JSON, json);
  }

  private ObjectNode summary(DeadLetter letter) {
    ObjectNode json =
        mapper
            .createObjectNode()
            .put("id", letter.id())
            .put("failedAt", letter.failedAt())
            .put("reason", letter.reason());
    try {
      NotificationSummary notification = NotificationSummary.of(codec.read(letter.text()));
      return json.put("action", notification.action())
          .put("interactionId", notification.interactionId())
          .put("workbin", notification.workbin());
    } catch (UnreadableNotificationException noNotification) {
      return json.putNull("action").putNull("interactionId").putNull("workbin");
    }
  }

  private static void put(ObjectNode json, String name, OptionalLong number) {
    if (number.isPresent()) {
      json.put(name, number.getAsLong());
    } else {
      json.putNull(name);
    }
  }

  private RunningSink sink(Message message) throws RefusedException {
    String name = message.getHeader("name") instanceof String text ? text : null;
    return sinks
        .find(name)
        .orElseThrow(
            () ->
                new RefusedException(
                    404,
                    "unknown-sink",
                    "There is no such sink",
                    "GET /sinks names the sinks that run"));
  }

  private static int limit(Message message) throws RefusedException {
    Object query = message.getHeader(Exchange.HTTP_RAW_QUERY);
    if (query == null) {
      return DEFAULT_LIMIT;
    }
    Matcher matcher = LIMIT.matcher(query.toString());
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MOST_SHOWN) {
      throw new RefusedException(
          400, "query", "The query is not known", "Write ?limit= and a number from 1 to 1000");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static void requireNoQuery(Message message) throws RefusedException {
    if (message.getHeader(Exchange.HTTP_RAW_QUERY) != null) {
      throw new RefusedException(
          400,
          "query",
          "There is a query",
          "No query parameters are taken: remove the part of the URL from '?' on");
    }
  }

  private void answer(Exchange exchange, int status, String contentType, ObjectNode json)
      throws JsonProcessingException {
    DefaultMessage answer = new DefaultMessage(exchange.getContext());
    answer.setBody(mapper.writeValueAsBytes(json));
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    answer.setHeader(Exchange.CONTENT_TYPE, contentType);
    answer.setHeader("Cache-Control", "no-store");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    exchange.setMessage(answer);
  }
}
