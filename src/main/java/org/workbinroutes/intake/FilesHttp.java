package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;

/** Answers {@code GET /files}: how far the dropped files are. Nothing can be changed here. */
public final class FilesHttp {
  private static final String NAME = "name";

  private final FileProgressRegistry board;
  private final JsonMapper mapper = new JsonMapper();

  public FilesHttp(FileProgressRegistry board) {
    this.board = board;
  }

  /** {@code GET /files}: all files that wait or are read, and the last that ended. */
  public void list(Exchange exchange) throws ProblemException {
    Query.of(exchange.getMessage());
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
    Answer.json(200, json).send(exchange);
  }

  /** {@code GET /files/name}: one file. */
  public void find(Exchange exchange) throws ProblemException {
    Message message = exchange.getMessage();
    Query.of(message);
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
    Answer.json(200, json(snapshot)).send(exchange);
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

  private static String text(Instant time) {
    return time == null ? null : time.toString();
  }
}
