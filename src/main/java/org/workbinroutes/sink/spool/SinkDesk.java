package org.workbinroutes.sink.spool;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.NotificationSummary;
import org.workbinroutes.sink.UnreadableNotificationException;

/**
 * Answers over HTTP what waits for the sinks and what they could not be given, and has dead letters
 * put back or thrown away. It shows which notification it was, and nothing that a customer wrote.
 */
public final class SinkDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SinkDesk.class);
  private static final String SINK = "sink";
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_SHOWN = 1_000;

  private final RunningSinks sinks;
  private final SpoolStore store;
  private final NotificationCodec codec;
  private final JsonMapper mapper = new JsonMapper();

  public SinkDesk(RunningSinks sinks, SpoolStore store, NotificationCodec codec) {
    this.sinks = sinks;
    this.store = store;
    this.codec = codec;
  }

  /** {@code GET /sinks}: every sink with what waits for it. */
  public void list(Exchange exchange) throws ProblemException {
    Query.of(exchange.getMessage());
    ObjectNode answer = mapper.createObjectNode();
    ArrayNode list = answer.putArray("sinks");
    for (SinkStatus sink : asked(this::statuses)) {
      ObjectNode one = list.addObject().put("name", sink.name());
      put(one, "depth", sink.waiting());
      put(one, "deadLetters", sink.deadLetters());
      one.put("held", sink.held().orElse(null));
    }
    Answer.json(200, answer).send(exchange);
  }

  /**
   * How every sink stands.
   *
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

  /** {@code GET /sinks/name/dead-letters?limit=}: the oldest dead letters of a sink. */
  public void show(Exchange exchange) throws ProblemException {
    int limit =
        (int)
            Query.of(exchange.getMessage(), "limit").number("limit", 1, MOST_SHOWN, DEFAULT_LIMIT);
    String sink = sink(exchange.getMessage()).name();
    ObjectNode answer = mapper.createObjectNode().put(SINK, sink);
    put(answer, "deadLetters", asked(() -> store.deadLetters().count(sink)));
    ArrayNode letters = answer.putArray("letters");
    asked(
        () -> {
          store.deadLetters().read(sink, limit, letter -> letters.add(summary(letter)));
          return letters;
        });
    Answer.json(200, answer).send(exchange);
  }

  /** {@code POST /sinks/name/dead-letters/replay}: puts them back into the sink's queue. */
  public void replay(Exchange exchange) throws ProblemException {
    Query.of(exchange.getMessage());
    String sink = sink(exchange.getMessage()).name();
    long replayed = asked(() -> store.deadLetters().replay(sink));
    LOG.info("Dead letters of sink {} put back: {}", sink, replayed);
    Answer.json(200, mapper.createObjectNode().put(SINK, sink).put("replayed", replayed))
        .send(exchange);
  }

  /** {@code DELETE /sinks/name/dead-letters}: throws them away. */
  public void purge(Exchange exchange) throws ProblemException {
    Query.of(exchange.getMessage());
    String sink = sink(exchange.getMessage()).name();
    long purged = asked(() -> store.deadLetters().purge(sink));
    LOG.warn("Dead letters of sink {} thrown away: {}", sink, purged);
    Answer.json(200, mapper.createObjectNode().put(SINK, sink).put("purged", purged))
        .send(exchange);
  }

  /** {@code POST /sinks/name/resume}: has a sink that is held go on. */
  public void resume(Exchange exchange) throws ProblemException {
    Query.of(exchange.getMessage());
    RunningSink sink = sink(exchange.getMessage());
    if (sink.held().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              "not-held", "The sink is not held", 409, "Only a sink that is held can go on"));
    }
    asked(
        () -> {
          sink.release();
          return sink;
        });
    Answer.json(200, mapper.createObjectNode().put(SINK, sink.name()).put("resumed", true))
        .send(exchange);
  }

  private static <T> T asked(Callable<T> spool) throws ProblemException {
    try {
      return spool.call();
    } catch (Exception failed) {
      throw new ProblemException(
          Problem.of(
              "unavailable",
              "The spool could not do it",
              503,
              "Nothing is lost; look into the log, and try again"),
          failed);
    }
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

  private RunningSink sink(Message message) throws ProblemException {
    String name = message.getHeader("name") instanceof String text ? text : null;
    return sinks
        .find(name)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        "unknown-sink",
                        "There is no such sink",
                        404,
                        "GET /sinks names the sinks that run")));
  }
}
