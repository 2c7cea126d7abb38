package org.workbinroutes.sink.tail;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
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

  private static final String PROBLEM_URN = "urn:workbinroutes:problem:";

  private final NotificationTail tail;
  private final NotificationCodec json;
  private final boolean answers;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  /**
   * Makes the handler.
   *
   * @param tail what is told
   * @param json writes what is not a notification
   * @param answers false where others could reach the server without a login
   */
  public TailHttp(NotificationTail tail, NotificationCodec json, boolean answers) {
    this.tail = tail;
    this.json = json;
    this.answers = answers;
  }

  /**
   * Answers a request.
   *
   * @param exchange holds the HTTP request; gets the answer
   * @throws InterruptedException if interrupted while waiting
   */
  public void read(Exchange exchange) throws InterruptedException {
    Message request = exchange.getMessage();
    String query = request.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
    if (!answers) {
      refuse(
          exchange,
          403,
          "not-for-others",
          "Notifications are not told to other machines",
          "Set http.auth to keys or jwt, or http.host to 127.0.0.1");
      return;
    }
    Question question;
    try {
      question = Question.of(query);
    } catch (IllegalArgumentException wrong) {
      refuse(exchange, 400, "query", "The query cannot be read", wrong.getMessage());
      return;
    }
    answer(exchange, question);
  }

  private void answer(Exchange exchange, Question question) throws InterruptedException {
    if (question.after() == null) {
      answer(exchange, new Page(List.of(), 0, tail.end()));
      return;
    }
    Page page = tail.after(question.after(), MOST_OF_AN_ANSWER, 0);
    if (page.texts().isEmpty() && question.waitSeconds() > 0) {
      if (!waiting.tryAcquire()) {
        refuse(
            exchange,
            503,
            "too-many",
            "Too many are waiting",
            "At most " + MOST_WAITING + " can wait for notifications at a time: come again later");
        exchange.getMessage().setHeader("Retry-After", 1);
        return;
      }
      try {
        page = tail.after(question.after(), MOST_OF_AN_ANSWER, question.waitSeconds() * 1_000L);
      } finally {
        waiting.release();
      }
    }
    answer(exchange, page);
  }

  private void answer(Exchange exchange, Page page) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("next", page.next().toString());
    head.put("missed", page.missed());
    StringBuilder lines = new StringBuilder(json.writeMap(head)).append('\n');
    page.texts().forEach(text -> lines.append(text).append('\n'));
    write(exchange, 200, "application/x-ndjson", lines.toString());
  }

  private void refuse(Exchange exchange, int status, String type, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", PROBLEM_URN + type);
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    write(exchange, status, "application/problem+json", json.writeMap(problem));
  }

  private static void write(Exchange exchange, int status, String contentType, String body) {
    Message answer = exchange.getMessage();
    answer.setBody(body.getBytes(StandardCharsets.UTF_8));
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    answer.setHeader(Exchange.CONTENT_TYPE, contentType);
    answer.setHeader("Cache-Control", "no-store");
    answer.setHeader("X-Content-Type-Options", "nosniff");
  }

  /**
   * What is asked for.
   *
   * @param after where to begin; null to be told where the tail ends
   * @param waitSeconds how long to wait
   */
  private record Question(Position after, int waitSeconds) {
    static Question of(String query) {
      Position after = null;
      int wait = 0;
      for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", 4)) {
        String[] parts = pair.split("=", 2);
        String value = parts.length == 2 ? parts[1] : "";
        switch (parts[0]) {
          case "after" -> after = Position.parse(value);
          case "wait" -> wait = seconds(value);
          default ->
              throw new IllegalArgumentException("The parameters are after and wait, and no other");
        }
      }
      return new Question(after, wait);
    }

    private static int seconds(String value) {
      boolean isNumber =
          !value.isEmpty()
              && value.length() <= 2
              && value.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!isNumber || Integer.parseInt(value) > LONGEST_WAIT_SECONDS) {
        throw new IllegalArgumentException(
            "wait is a number of seconds from 0 to " + LONGEST_WAIT_SECONDS);
      }
      return Integer.parseInt(value);
    }
  }
}
