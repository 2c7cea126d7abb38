package org.workbinroutes.attacks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The receiver of a webhook answers with header lines without end, two in three seconds. */
final class DrippingReceiver implements Attack {
  private static final String REQUEST = "hook-";

  private final int lanes;
  private final Duration time;
  private final Duration responseTimeout;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();

  /**
   * Plans it.
   *
   * @param lanes how many workbins have a notification each
   * @param time how long the receiver drips
   * @param responseTimeout of the webhook
   */
  DrippingReceiver(int lanes, Duration time, Duration responseTimeout) {
    this.lanes = lanes;
    this.time = time;
    this.responseTimeout = responseTimeout;
  }

  @Override
  public String name() {
    return "webhook receiver: dripping header lines on all lanes";
  }

  @Override
  public String who() {
    return "who owns the receiver's URL";
  }

  @Override
  public Map<String, String> settings(Target target) throws IOException {
    String hook =
        "webhook:%s/hook?responseTimeout=%d"
            .formatted(target.serve(this::drip).url(), responseTimeout.toMillis());
    return Map.of(
        "camel.routeTemplate[hook].templateId", "sink", "camel.routeTemplate[hook].to", hook);
  }

  private void drip(Socket socket) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    if (Call.read(in) == null) {
      return;
    }
    begun.incrementAndGet();
    OutputStream out = socket.getOutputStream();
    try {
      out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        out.write("X-Drip: a\r\n".getBytes(StandardCharsets.US_ASCII));
        // slow enough for clients that bound the number of lines
        TimeUnit.MILLISECONDS.sleep(1_500);
      }
    } catch (IOException closed) {
      left.incrementAndGet();
    }
  }

  @Override
  public Effect run(Target target) throws Exception {
    for (int i = 0; i < lanes; i++) {
      target.post(Target.request(REQUEST + i, "bin-hook-" + i, "0001hook" + i));
    }
    Target.within(Duration.ofSeconds(15), () -> begun.get() >= lanes);
    int held = begun.get();
    boolean areEnded = Target.within(time, () -> left.get() >= lanes);
    int ended = left.get();
    String down = target.health("sink-hook");
    Target.Honest honest = target.place();
    boolean otherSinkHasIt =
        Target.within(
            target.patience(),
            () -> Files.readString(target.product().audit()).contains("0001hook0"));
    return new Effect(
        "%d deliveries, two header lines in three seconds for %d s"
            .formatted(held, time.toSeconds()),
        "%d of them ended by the product; sink-hook %s; a request is %s, the other sink %s"
            .formatted(ended, down, honest, otherSinkHasIt ? "got its notifications" : "got none"),
        areEnded && honest.isConfirmed() && otherSinkHasIt);
  }
}
