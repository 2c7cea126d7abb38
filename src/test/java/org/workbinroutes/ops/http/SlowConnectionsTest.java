package org.workbinroutes.ops.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;

/** Many slow connections, each sending a byte now and then, and the others beside them. */
class SlowConnectionsTest {
  private static final int SLOW = 1_000;
  private static final int HEALTHY = 300;
  private static final byte[] HEAD = "GET /things HTTP/1.1\r\nX: ".getBytes(US_ASCII);
  private static final byte[] BODY =
      "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n".getBytes(US_ASCII);

  @Test
  void theOthersAreServedAsEver(@TempDir Path folder) throws Exception {
    // Given: connections may be slow for as long as the test takes
    try (ServerRig rig =
        ServerRig.open(
            folder,
            new Limits(
                64 * 1024,
                1024 * 1024,
                4_000,
                4_000,
                0,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60)))) {
      measured(rig);
      long[] alone = measured(rig);
      ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
      List<SocketChannel> slow = new ArrayList<>();
      try {
        for (int i = 0; i < SLOW; i++) {
          slow.add(slow(rig, i % 2 == 0 ? HEAD : BODY));
        }
        await().until(() -> rig.server.connections() >= SLOW);
        ScheduledFuture<?> dripping =
            drops.scheduleWithFixedDelay(() -> drip(slow), 0, 50, TimeUnit.MILLISECONDS);
        // When: every one of them is answered, none waits for the end of a slow one
        long[] beside = measured(rig);
        // Then
        System.out.printf(
            "%d healthy requests: alone median %.1f ms, p99 %.1f ms; beside %d slow connections"
                + " median %.1f ms, p99 %.1f ms%n",
            HEALTHY,
            millis(alone, 50),
            millis(alone, 99),
            SLOW,
            millis(beside, 50),
            millis(beside, 99));
        assertThat(rig.server.connections()).isGreaterThanOrEqualTo(SLOW);
        assertThat(dripping.isDone()).isFalse();
      } finally {
        drops.shutdownNow();
        assertThat(drops.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        for (SocketChannel channel : slow) {
          channel.close();
        }
      }
    }
  }

  /** Nanoseconds of each request, sorted. */
  private static long[] measured(ServerRig rig) throws IOException {
    long[] nanos = new long[HEALTHY];
    for (int i = 0; i < HEALTHY; i++) {
      long begin = System.nanoTime();
      assertThat(rig.http.post("/things", "body").status).isEqualTo(200);
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static SocketChannel slow(ServerRig rig, byte[] begin) throws IOException {
    SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.server.port()));
    channel.configureBlocking(false);
    assertThat(channel.write(ByteBuffer.wrap(begin))).isEqualTo(begin.length);
    return channel;
  }

  private static void drip(List<SocketChannel> slow) {
    for (SocketChannel channel : slow) {
      try {
        channel.write(ByteBuffer.wrap(new byte[] {'x'}));
      } catch (IOException closed) {
        throw new IllegalStateException(closed);
      }
    }
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static double millis(long[] sorted, int percent) {
    return percentile(sorted, percent) / 1e6;
  }
}
