package org.workbinroutes.attacks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A token endpoint that drips its answer, or never ends it. */
final class HostileOAuth implements Attack {
  private static final int CHUNK = 64 * 1024;

  private final boolean isDripping;
  private final Duration time;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();

  /**
   * Plans it.
   *
   * @param isDripping a byte each half second; else as much as there is room for
   * @param time how long
   */
  HostileOAuth(boolean isDripping, Duration time) {
    this.isDripping = isDripping;
    this.time = time;
  }

  @Override
  public String name() {
    return "OAuth endpoint: " + (isDripping ? "dripping answer" : "answer without end");
  }

  @Override
  public String who() {
    return "who is the token endpoint, or in front of it";
  }

  @Override
  public Map<String, String> settings(Target target) throws IOException {
    return Map.of(
        "gws.response-timeout",
        "5s",
        "gws.auth",
        "oauth2",
        "gws.oauth.token-url",
        target.serve(this::answer).url() + "/token",
        "gws.oauth.client-id",
        "routes",
        "gws.oauth.client-secret",
        "secret-of-the-client");
  }

  private void answer(Socket socket) throws IOException, InterruptedException {
    if (Call.read(new BufferedInputStream(socket.getInputStream())) == null) {
      return;
    }
    begun.incrementAndGet();
    OutputStream out = socket.getOutputStream();
    long end = System.nanoTime() + time.toNanos();
    byte[] some = " ".repeat(isDripping ? 1 : CHUNK).getBytes(StandardCharsets.US_ASCII);
    try {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      while (System.nanoTime() < end) {
        out.write(some);
        written.addAndGet(some.length);
        if (isDripping) {
          TimeUnit.MILLISECONDS.sleep(500);
        }
      }
    } catch (IOException closed) {
      left.incrementAndGet();
    }
  }

  @Override
  public Effect run(Target target) throws Exception {
    boolean isEnded = Target.within(time, () -> left.get() > 0);
    String health = target.health("gws-session");
    return new Effect(
        "%d answer(s), %,d KB, %d s at most"
            .formatted(begun.get(), written.get() / 1024, time.toSeconds()),
        "%d of them ended by the product; gws-session %s".formatted(left.get(), health),
        isEnded && target.product().exitCode() == null);
  }
}
