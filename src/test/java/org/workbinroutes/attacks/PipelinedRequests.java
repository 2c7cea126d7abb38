package org.workbinroutes.attacks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests on connections whose answers are never read.
 *
 * @param name the row
 * @param port where
 * @param path what is asked for
 * @param connections how many connections
 * @param requests how many requests on each
 * @param time how long the requests are written at the most
 */
record PipelinedRequests(
    String name, Port port, String path, int connections, int requests, Duration time)
    implements Attack {
  private static final int AT_ONCE = 100;
  private static final int SMALL_WINDOW = 4096;
  private static final int SETTLE_SECONDS = 3;
  private static final Duration STALL = Duration.ofSeconds(10);
  private static final String ENDED = "the process ended";

  @Override
  public String who() {
    return "who reaches " + port + ", no login";
  }

  @Override
  public Effect run(Target target) throws Exception {
    AtomicLong written = new AtomicLong();
    long all = (long) connections * requests;
    String meanwhile = "the port takes no connection";
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL_WINDOW);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port.of(target)), 5_000);
        sockets.add(socket);
        Thread writer = new Thread(() -> write(socket, written), "pipelining");
        writer.setDaemon(true);
        writer.start();
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      meanwhile = outcome(target);
      Progress progress = new Progress(written, all);
      Target.within(time, () -> !target.isRunning() || progress.hasEnded());
    } catch (IOException refused) {
      // the port takes nothing more
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    String afterwards = outcome(target);
    return new Effect(
        "%,d x GET %s on %d connection(s), %,d requests taken, no answer read"
            .formatted(all, path, connections, written.get()),
        meanwhile.equals(ENDED)
            ? ENDED
            : "meanwhile %s; afterwards %s".formatted(meanwhile, afterwards),
        isGood(meanwhile) && isGood(afterwards));
  }

  /** Whether requests are still taken. */
  private static final class Progress {
    private final AtomicLong written;
    private final long all;
    private long last;
    private long since = System.nanoTime();

    Progress(AtomicLong written, long all) {
      this.written = written;
      this.all = all;
    }

    boolean hasEnded() {
      long now = written.get();
      if (now != last) {
        last = now;
        since = System.nanoTime();
      }
      return now >= all || System.nanoTime() - since > STALL.toNanos();
    }
  }

  private static boolean isGood(String outcome) {
    return outcome.startsWith("a request is placed") && outcome.endsWith("health is answered");
  }

  private static String outcome(Target target) throws InterruptedException {
    if (!target.isRunning()) {
      return ENDED;
    }
    Target.Honest honest = target.place();
    boolean isHealthAnswered =
        Target.within(
            target.patience(), () -> target.management().get("/observe/health/live").status > 0);
    return target.isRunning()
        ? "a request is %s, health is %s"
            .formatted(honest, isHealthAnswered ? "answered" : "not answered")
        : ENDED;
  }

  private void write(Socket socket, AtomicLong written) {
    byte[] some =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            .formatted(path)
            .repeat(AT_ONCE)
            .getBytes(StandardCharsets.US_ASCII);
    try {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < requests; i += AT_ONCE) {
        out.write(some);
        written.addAndGet(AT_ONCE);
      }
    } catch (IOException closed) {
      // by the product or at the end of the attack
    }
  }
}
