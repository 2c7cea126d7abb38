package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code GET /files}: how far the dropped files are. Nothing can be changed here. */
public final class FilesHttp {
  private static final Logger LOG = LoggerFactory.getLogger(FilesHttp.class);
  private static final String NAME = "name";
  private static final String PROBLEM_URN = "urn:workbinroutes:problem:";

  private final FileBoard board;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * Answers.
   *
   * @param board knows the files
   */
  public FilesHttp(FileBoard board) {
    this.board = board;
  }

  /**
   * {@code GET /files}: all files that wait or are read, and the last that ended.
   *
   * @param exchange holds the HTTP request
   * @throws Exception if it has a query; {@link #problem} knows what to answer
   */
  public void list(Exchange exchange) throws Exception {
    requireNoQuery(exchange.getMessage());
    ObjectNode json = mapper.createObjectNode();
    ArrayNode files = json.putArray("files");
    board.all().forEach(snapshot -> files.add(json(snapshot)));
    for (Inbox inbox : board.watched()) {
      inbox
          .outage()
          .ifPresent(
              outage ->
                  json.withArray("/folders")
                      .addObject()
                      .put("intake", inbox.intake())
                      .put("state", "blocked")
                      .put("reason", outage.reason())
                      .put("blockedSince", text(outage.since()))
                      .put("nextTry", text(inbox.nextTry())));
    }
    answer(exchange, 200, "application/json", json);
  }

  /**
   * {@code GET /files/name}: one file.
   *
   * @param exchange holds the HTTP request, with the name as header
   * @throws Exception if there is none; {@link #problem} knows what to answer
   */
  public void find(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    requireNoQuery(message);
    String name = message.getHeader(NAME) instanceof String text ? text : "";
    FileProgress.Snapshot snapshot =
        board
            .find(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            "unknown-file",
                            "There is no such file",
                            404,
                            "No file of this name waits, is read, or was among the last that were;"
                                + " a / in the name stands as %2F in the path")));
    answer(exchange, 200, "application/json", json(snapshot));
  }

  /**
   * What went wrong, as a problem; nothing of the cause but what is made for the caller.
   *
   * @param exchange holds the cause as caught exception
   * @throws JsonProcessingException never
   */
  public void problem(Exchange exchange) throws JsonProcessingException {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Problem problem;
    if (cause instanceof ProblemException known) {
      problem = known.problem();
    } else {
      LOG.warn("The files could not be told: {}", cause.getClass().getSimpleName());
      LOG.debug("The cause:", cause);
      problem = Problem.of("unavailable", "The files could not be told", 503, "Ask again later");
    }
    answer(
        exchange,
        problem.status(),
        "application/problem+json",
        mapper
            .createObjectNode()
            .put("type", PROBLEM_URN + problem.type())
            .put("title", problem.title())
            .put("status", problem.status())
            .put("detail", problem.detail()));
  }

  private ObjectNode json(FileProgress.Snapshot snapshot) {
    return mapper
        .createObjectNode()
        .put(NAME, snapshot.name())
        .put("intake", snapshot.intake())
        .put("state", snapshot.state().name().toLowerCase(Locale.ROOT))
        .put("bytesRead", snapshot.bytesRead())
        .put("bytesTotal", snapshot.bytesTotal())
        .put("linesRead", snapshot.linesRead())
        .put("recordsRead", snapshot.recordsRead())
        .put("placed", snapshot.placed())
        .put("refused", snapshot.refused())
        .put("failed", snapshot.failed())
        .put("ratePerSecond", snapshot.ratePerSecond())
        .put("secondsLeft", snapshot.secondsLeft())
        .put("startedAt", text(snapshot.startedAt()))
        .put("endedAt", text(snapshot.endedAt()))
        .put("reason", snapshot.reason())
        .put("blockedSince", text(snapshot.blockedSince()))
        .put("nextTry", text(snapshot.nextTry()));
  }

  private void answer(Exchange exchange, int status, String contentType, JsonNode json)
      throws JsonProcessingException {
    Handover.rebuild(exchange, mapper.writeValueAsBytes(json));
    // the charset that a request named would encode our answer
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    Message message = exchange.getMessage();
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, contentType);
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
  }

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }

  private static void requireNoQuery(Message message) throws ProblemException {
    if (message.getHeader(Exchange.HTTP_RAW_QUERY) != null) {
      throw new ProblemException(
          Problem.of(
              "query",
              "There is a query",
              400,
              "No query parameters are taken: remove the part of the URL from '?' on"));
    }
  }
}
