package org.workbinroutes.attacks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections from one other address that send half of a request's head, and are opened again when
 * they are closed.
 *
 * @param name the row
 * @param port where
 * @param connections how many
 * @param descriptors how many file descriptors the product has; 0 for as many as this process
 */
record HalfOpenHeads(String name, Port port, int connections, int descriptors) implements Attack {
  private static final byte[] HALF_A_HEAD =
      "GET /placements/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a"
          .getBytes(StandardCharsets.US_ASCII);

  @Override
  public String who() {
    return "who reaches " + port + ", no login";
  }

  @Override
  public Effect run(Target target) throws Exception {
    List<SocketChannel> open = new ArrayList<>();
    InetSocketAddress there =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port.of(target));
    try {
      long took = System.nanoTime();
      while (open.size() < connections && System.nanoTime() - took < TimeUnit.SECONDS.toNanos(10)) {
        open.add(halfOpen(there));
      }
      int begun = open.size();
      Thread refill = new Thread(() -> keepOpen(open, there), "half-open-heads");
      refill.setDaemon(true);
      refill.start();
      TimeUnit.SECONDS.sleep(1);
      Target.Honest honest = target.place();
      long asked = System.nanoTime();
      boolean isHealthy =
          Target.within(
              target.patience(),
              () -> target.management().get("/observe/health/live").status == 200);
      double seconds = (System.nanoTime() - asked) / 1e9;
      refill.interrupt();
      refill.join();
      return new Effect(
          "%,d half heads from 127.0.0.2, opened again when closed".formatted(begun),
          "meanwhile a request is %s, health is %s in %.1f s"
              .formatted(honest, isHealthy ? "answered" : "not answered", seconds),
          honest.isConfirmed() && isHealthy && target.isRunning());
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  private static SocketChannel halfOpen(InetSocketAddress there) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.bind(new InetSocketAddress("127.0.0.2", 0));
    channel.connect(there);
    try {
      channel.write(ByteBuffer.wrap(HALF_A_HEAD));
    } catch (IOException closed) {
      // at once; opened again later
    }
    channel.configureBlocking(false);
    return channel;
  }

  private static void keepOpen(List<SocketChannel> open, InetSocketAddress there) {
    ByteBuffer read = ByteBuffer.allocate(1024);
    try {
      while (true) {
        for (int i = 0; i < open.size(); i++) {
          if (isClosed(open.get(i), read)) {
            open.get(i).close();
            open.set(i, halfOpen(there));
          }
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (InterruptedException | IOException over) {
      // of the attack
    }
  }

  private static boolean isClosed(SocketChannel channel, ByteBuffer read) {
    try {
      read.clear();
      return channel.read(read) < 0;
    } catch (IOException reset) {
      return true;
    }
  }
}
