package org.workbinroutes.attacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A GWS, or somebody in its place, that answers what no GWS would.
 *
 * @param name the row
 * @param settings configuration for it
 * @param way what it does
 */
record GwsAnswer(String name, Map<String, String> settings, Way way) implements Attack {
  private static final String EMPTY_ARRAY = "[],";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What GWS does, and what came of it. */
  interface Way {
    Effect against(Target target) throws Exception;
  }

  @Override
  public String who() {
    return "who is GWS, or in front of it";
  }

  @Override
  public Map<String, String> settings(Target target) {
    return settings;
  }

  @Override
  public Effect run(Target target) throws Exception {
    return way.against(target);
  }

  private static Effect afterwards(Target target, String done, String seen, boolean isHeld)
      throws InterruptedException, IOException {
    boolean hasEnded = target.product().exitCode() != null;
    Target.Honest honest = hasEnded ? null : target.place();
    return new Effect(
        done,
        seen + (hasEnded ? "process ended" : "afterwards a request is " + honest),
        isHeld && honest != null && honest.isConfirmed());
  }

  private static byte[] arrays(int megabytes) {
    return EMPTY_ARRAY
        .repeat(megabytes * 1024 * 1024 / EMPTY_ARRAY.length())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes one JSON text round many empty arrays. */
  private static void write(OutputStream out, String before, byte[] arrays, String after)
      throws IOException {
    byte[] begin = before.getBytes(StandardCharsets.UTF_8);
    byte[] end = after.getBytes(StandardCharsets.UTF_8);
    out.write(HostileGws.head((long) begin.length + arrays.length + end.length));
    out.write(begin);
    out.write(arrays);
    out.write(end);
    out.flush();
  }

  /** One poll is answered with so much. */
  static GwsAnswer poll(int megabytes, boolean isInOneMessage, Duration time) {
    return new GwsAnswer(
        "GWS: one poll answer of %d MB of empty arrays %s"
            .formatted(megabytes, isInOneMessage ? "in a message" : "as messages"),
        Map.of(),
        target -> {
          byte[] arrays = arrays(megabytes);
          AtomicInteger given = new AtomicInteger();
          AtomicInteger written = new AtomicInteger();
          boolean isLive =
              Target.within(
                  target.patience(), () -> target.health("gws-notifications").equals("UP"));
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isPoll() || !given.compareAndSet(0, 1)) {
                      return false;
                    }
                    String connected = connected(call, 0) + "]";
                    if (isInOneMessage) {
                      String begin = "[{\"channel\":\"/v2/me/workbins\",\"data\":{\"x\":[";
                      write(out, begin, arrays, "0]}}," + connected);
                    } else {
                      write(out, "[", arrays, connected);
                    }
                    written.incrementAndGet();
                    return true;
                  });
          // ends the poll that GWS holds: the next one is answered
          target.gws().publish(Map.of("action", "none"));
          Target.within(time, () -> written.get() > 0);
          target.isEndedWithin(Duration.ofSeconds(10));
          target.front().beHonest();
          return afterwards(
              target,
              "%d poll(s) answered with %d MB of `[],`".formatted(given.get(), megabytes),
              isLive ? "" : "no connection for notifications before; ",
              given.get() > 0);
        });
  }

  private static String connected(Call call, int interval) throws IOException {
    JsonNode asked = JSON.readTree(call.body());
    JsonNode message = asked.isArray() ? asked.get(0) : asked;
    return "{\"channel\":\"/meta/connect\",\"id\":%s,\"clientId\":%s,\"successful\":true,\"advice\":{\"reconnect\":\"retry\",\"interval\":%d,\"timeout\":%d}}"
        .formatted(message.path("id"), message.path("clientId"), interval, interval);
  }

  /** Some add answers of so much at the same time. */
  static GwsAnswer adds(int count, int megabytes) {
    return new GwsAnswer(
        "GWS: %d add answers of %d MB".formatted(count, megabytes),
        Map.of(),
        target -> {
          byte[] arrays = arrays(megabytes);
          AtomicInteger given = new AtomicInteger();
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isAdd() || !call.text().contains("0001large")) {
                      return false;
                    }
                    write(out, "{\"statusCode\":0,\"referenceId\":1,\"x\":[", arrays, "0]}");
                    given.incrementAndGet();
                    return true;
                  });
          for (int i = 0; i < count; i++) {
            target.post(Target.request("large-" + i, "bin-" + i, "0001large" + i));
          }
          Target.within(target.patience(), () -> given.get() >= count);
          target.isEndedWithin(Duration.ofSeconds(10));
          target.front().beHonest();
          return afterwards(
              target, "%d add answers of %d MB".formatted(given.get(), megabytes), "", true);
        });
  }

  /** So many cookies, of 4 KB each, with every answer, and then none. */
  static GwsAnswer cookies(int count) {
    return new GwsAnswer(
        "GWS: %d cookies of 4 KB an answer".formatted(count),
        Map.of(),
        target -> {
          StringBuilder cookies = new StringBuilder();
          for (int i = 0; i < count; i++) {
            cookies.append("Set-Cookie: c" + i + "=" + "v".repeat(4_000) + "; Path=/\r\n");
          }
          target.front().addHeaders(cookies.toString());
          target.gws().faults().expireHttpSessions();
          Target.Honest meanwhile = target.place();
          target.front().beHonest();
          return afterwards(
              target,
              "cookies with each answer",
              "meanwhile a request is " + meanwhile + "; ",
              true);
        });
  }

  /** Add answers of which a byte comes each half second. */
  static GwsAnswer drippingAdds(int count, Duration time, Map<String, String> settings) {
    return new GwsAnswer(
        "GWS: %d dripping add answers".formatted(count),
        settings,
        target -> {
          AtomicInteger begun = new AtomicInteger();
          AtomicInteger left = new AtomicInteger();
          long end = System.nanoTime() + time.toNanos();
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isAdd() || !call.text().contains("0001drip")) {
                      return false;
                    }
                    begun.incrementAndGet();
                    try {
                      out.write(HostileGws.head(64_000));
                      while (System.nanoTime() < end) {
                        out.write(' ');
                        out.flush();
                        TimeUnit.MILLISECONDS.sleep(500);
                      }
                    } catch (IOException closed) {
                      left.incrementAndGet();
                    }
                    throw new IOException("over");
                  });
          for (int i = 0; i < count; i++) {
            target.post(Target.request("drip-" + i, "bin-drip", "0001drip" + i));
          }
          // GWS fails for everybody: what counts is that no call is held, and what comes after it
          boolean areEnded = Target.within(time, () -> left.get() >= count);
          String health = target.health("gws-placements");
          String seen =
              "%d of %d calls were ended by the product, gws-placements %s; "
                  .formatted(left.get(), begun.get(), health);
          target.front().beHonest();
          return afterwards(
              target,
              "%d add answers, a byte each half second, %d s at most"
                  .formatted(begun.get(), time.toSeconds()),
              seen,
              areEnded);
        });
  }

  /** Informational answers without end to one add. */
  static GwsAnswer endlessHints(Duration time) {
    return new GwsAnswer(
        "GWS: 103 without end",
        Map.of("gws.response-timeout", "5s"),
        target -> {
          byte[] hints =
              "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n"
                  .repeat(20)
                  .getBytes(StandardCharsets.US_ASCII);
          AtomicLong written = new AtomicLong();
          AtomicInteger left = new AtomicInteger();
          AtomicInteger begun = new AtomicInteger();
          long end = System.nanoTime() + time.toNanos();
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isAdd() || !call.text().contains("0001hint")) {
                      return false;
                    }
                    begun.incrementAndGet();
                    try {
                      while (System.nanoTime() < end) {
                        out.write(hints);
                        out.flush();
                        written.addAndGet(20);
                      }
                    } catch (IOException closed) {
                      left.incrementAndGet();
                    }
                    throw new IOException("over");
                  });
          target.post(Target.request("hint-1", "bin-hint", "0001hint"));
          Target.within(time, () -> left.get() > 0);
          int ended = left.get();
          Target.Honest honest = target.place();
          target.front().beHonest();
          return new Effect(
              "%,d answers 103 to %d call(s) in %d s at most"
                  .formatted(written.get(), begun.get(), time.toSeconds()),
              "%d of them ended by the product; meanwhile a request is %s".formatted(ended, honest),
              ended > 0 && honest.isConfirmed());
        });
  }

  /** Polls that are answered at once with interval 0. */
  static GwsAnswer pollStorm(Duration time, int mostPerSecond) {
    return new GwsAnswer(
        "GWS: polls answered at once, interval 0",
        Map.of(),
        target -> {
          AtomicInteger polls = new AtomicInteger();
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isPoll()) {
                      return false;
                    }
                    polls.incrementAndGet();
                    byte[] answer =
                        ("[" + connected(call, 0) + "]").getBytes(StandardCharsets.UTF_8);
                    out.write(HostileGws.head(answer.length));
                    out.write(answer);
                    return true;
                  });
          // wakes the poll that is held
          target.place();
          int before = polls.get();
          long began = System.nanoTime();
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
          double rate = (polls.get() - before) / ((System.nanoTime() - began) / 1e9);
          target.front().beHonest();
          return new Effect(
              "%d s of it".formatted(time.toSeconds()),
              "%,.0f polls a second".formatted(rate),
              rate <= mostPerSecond);
        });
  }

  /** A pause that no clock can hold. */
  static GwsAnswer endlessPause(Duration time) {
    return new GwsAnswer(
        "GWS: Retry-After: 9223372036854775807",
        Map.of(),
        target -> {
          AtomicInteger calls = new AtomicInteger();
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isAdd() || !call.text().contains("0001pause")) {
                      return false;
                    }
                    calls.incrementAndGet();
                    out.write(
                        "HTTP/1.1 503 Busy\r\nRetry-After: 9223372036854775807\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    return true;
                  });
          target.post(Target.request("pause-1", "bin-pause", "0001pause"));
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
          String state = target.placement("pause-1").path("state").asText();
          String next = target.placement("pause-1").path("nextTry").asText("not named");
          int made = calls.get();
          target.front().beHonest();
          Target.Honest honest = target.place();
          return new Effect(
              "one add answered with it, %d s".formatted(time.toSeconds()),
              "%d calls, state %s, next try %s; others: %s".formatted(made, state, next, honest),
              made <= 3 && honest.isConfirmed());
        });
  }

  /** A number without end as referenceId. */
  static GwsAnswer hugeReferenceId() {
    return new GwsAnswer(
        "GWS: 1e999999999 as referenceId",
        Map.of(),
        target -> {
          target
              .front()
              .turn(
                  (call, out) -> {
                    if (!call.isAdd() || !call.text().contains("0001exp")) {
                      return false;
                    }
                    write(out, "{\"statusCode\":0,\"referenceId\":1e999999999", new byte[0], "}");
                    return true;
                  });
          target.post(Target.request("exp-1", "bin-exp", "0001exp"));
          Target.within(Duration.ofSeconds(5), () -> !target.state("exp-1").equals("RECEIVED"));
          JsonNode placement = target.placement("exp-1");
          target.front().beHonest();
          boolean isZero = placement.path("referenceId").asText().equals("0");
          return afterwards(
              target,
              "one add answered with it",
              "state %s, referenceId %s; "
                  .formatted(
                      placement.path("state").asText(),
                      placement.path("referenceId").asText("none")),
              !isZero);
        });
  }

  /** A header of HTTP itself as the one for the CSRF token. */
  static GwsAnswer csrfHeader() {
    return new GwsAnswer(
        "GWS: Host as the name of the CSRF header",
        Map.of(),
        target -> {
          AtomicInteger given = new AtomicInteger();
          AtomicInteger taken = new AtomicInteger();
          target
              .front()
              .turn(
                  (call, out) -> {
                    taken.addAndGet(
                        call.headers().stream()
                                .anyMatch(
                                    h ->
                                        h[0].equalsIgnoreCase("Host")
                                            && h[1].equals("evil.example"))
                            ? 1
                            : 0);
                    if (!call.target().endsWith("/api/v2/me") || !call.method().equals("GET")) {
                      return false;
                    }
                    given.incrementAndGet();
                    byte[] body = "{\"statusCode\":0}".getBytes(StandardCharsets.US_ASCII);
                    out.write(
                        "HTTP/1.1 200 OK\r\nX-CSRF-HEADER: Host\r\nX-CSRF-TOKEN: evil.example\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(body);
                    return true;
                  });
          target.gws().faults().expireHttpSessions();
          target.post(Target.request("csrf-1", "bin-csrf", "0001csrf"));
          TimeUnit.SECONDS.sleep(5);
          target.front().beHonest();
          return afterwards(
              target,
              "%d logins answered with it".formatted(given.get()),
              "%d calls had the Host of GWS' choice; ".formatted(taken.get()),
              taken.get() == 0);
        });
  }
}
