package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.SinkPlan;
import org.workbinroutes.sink.SpoolCodec;
import org.workbinroutes.sink.SpooledNotification;
import org.workbinroutes.sink.UnreadableNotificationException;
import org.workbinroutes.sink.tail.NotificationTail.Position;

/** Follows the notifications of a running product, over restarts of it. */
final class TailReader {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int WAIT_SECONDS = 10;
  private static final long PAUSE_MILLIS = 1_000;

  /** An answer is a part of what the product keeps, which has 8 Mi characters. */
  private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

  private final RunningProduct product;
  private final PrintWriter out;
  private final PrintWriter err;
  private final NotificationCodec json = new NotificationCodec();
  private final SpoolCodec codec = new SpoolCodec(json);

  TailReader(RunningProduct product, PrintWriter out, PrintWriter err) {
    this.product = product;
    this.out = out;
    this.err = err;
  }

  /** Prints what a plan takes, in its format. */
  boolean follow(SinkPlan plan, long count) throws InterruptedException {
    Position next = null;
    long left = count;
    boolean lost = false;
    while (left > 0) {
      HttpResponse<InputStream> answer;
      String body;
      try {
        answer = ask(next);
        try (InputStream in = answer.body()) {
          body = new String(in.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8);
        }
      } catch (IOException unreachable) {
        if (next == null) {
          say("workbin-routes does not answer at " + product.base() + ": is it running?");
          return false;
        }
        if (!lost) {
          say("workbin-routes does not answer any more: waiting for it");
        }
        lost = true;
        Thread.sleep(PAUSE_MILLIS);
        continue;
      }
      lost = false;
      if (answer.statusCode() == 503) {
        Thread.sleep(PAUSE_MILLIS);
        continue;
      }
      if (answer.statusCode() != 200) {
        say("workbin-routes answers " + answer.statusCode() + ": " + printable(body));
        return false;
      }
      List<String> lines = body.lines().toList();
      Map<String, Object> head = lines.isEmpty() ? Map.of() : json.readMap(lines.get(0));
      if (head.get("missed") instanceof Number missed && missed.longValue() > 0) {
        say(missed + " notifications were missed: they came faster than they were read");
      }
      next = Position.parse(String.valueOf(head.get("next")));
      left = print(lines.subList(1, lines.size()), plan, left);
    }
    return true;
  }

  private long print(List<String> lines, SinkPlan plan, long most) {
    long left = most;
    for (String line : lines) {
      try {
        SpooledNotification spooled = codec.read(line);
        if (left > 0 && plan.rule().takes(spooled)) {
          out.println(printable(String.valueOf(plan.deliver(spooled).body())));
          left--;
        }
      } catch (UnreadableNotificationException unreadable) {
        say(unreadable.getMessage());
      }
    }
    out.flush();
    return left;
  }

  private HttpResponse<InputStream> ask(Position next) throws IOException, InterruptedException {
    String path =
        next == null ? "/notifications" : "/notifications?after=" + next + "&wait=" + WAIT_SECONDS;
    return product
        .http()
        .send(
            product.request(path, ANSWER_TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofInputStream());
  }

  private void say(String text) {
    err.println(text);
    err.flush();
  }

  /** What a customer wrote must not steer the terminal; JSON escapes the rest by itself. */
  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.append((char) c);
              }
            });
    return line.toString();
  }
}
