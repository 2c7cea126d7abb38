package org.workbinroutes.sink.tail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.tail.NotificationTail.Page;
import org.workbinroutes.sink.tail.NotificationTail.Position;

/**
 * {@code GET /notifications?after=...&wait=...}: the notifications after a position, one JSON
 * object a line, below one line that says where to go on. Notifications hold what customers wrote,
 * so only this machine is answered, or whoever had to log in.
 */
public final class TailHttp {
  /** The most notifications of one answer. */
  static final int MOST_OF_AN_ANSWER = 200;

  private static final int LONGEST_WAIT_SECONDS = 20;

  /** Who waits holds a thread that the intake needs too. */
  private static final int MOST_WAITING = 4;

  private final NotificationTail tail;
  private final NotificationCodec json;
  private final boolean answers;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  /**
   * Makes the handler.
   *
   * @param json writes what is not a notification
   * @param answers false where others could reach the server without a login
   */
  public TailHttp(NotificationTail tail, NotificationCodec json, boolean answers) {
    this.tail = tail;
    this.json = json;
    this.answers = answers;
  }

  public void read(Exchange exchange) throws ProblemException, InterruptedException {
    if (!answers) {
      throw new ProblemException(
          Problem.of(
              "not-for-others",
              "Notifications are not told to other machines",
              403,
              "Set http.auth to keys or jwt, or http.host to 127.0.0.1"));
    }
    Query query = Query.of(exchange.getMessage(), "after", "wait");
    Optional<Position> after = after(query);
    long waitSeconds = query.number("wait", 0, LONGEST_WAIT_SECONDS, 0);
    Page page =
        after.isEmpty()
            ? new Page(List.of(), 0, tail.end())
            : tail.after(after.get(), MOST_OF_AN_ANSWER, 0);
    if (after.isPresent() && page.texts().isEmpty() && waitSeconds > 0) {
      page = await(after.get(), waitSeconds);
    }
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("next", page.next().toString());
    head.put("missed", page.missed());
    StringBuilder lines = new StringBuilder(json.writeMap(head)).append('\n');
    page.texts().forEach(text -> lines.append(text).append('\n'));
    Answer.of(200, "application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8))
        .send(exchange);
  }

  private static Optional<Position> after(Query query) throws ProblemException {
    try {
      return query.text("after").map(Position::parse);
    } catch (IllegalArgumentException none) {
      throw new ProblemException(Problem.parameter("after", none.getMessage()));
    }
  }

  private Page await(Position after, long seconds) throws ProblemException, InterruptedException {
    if (!waiting.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
                  "too-many",
                  "Too many are waiting",
                  503,
                  "At most "
                      + MOST_WAITING
                      + " can wait for notifications at a time: come again later")
              .retryAfter(Duration.ofSeconds(1)));
    }
    try {
      return tail.after(after, MOST_OF_AN_ANSWER, seconds * 1_000L);
    } finally {
      waiting.release();
    }
  }
}
