package org.workbinroutes.attacks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A CORE frame before the login that says it is 2 GB long.
 *
 * @param megabytes how much of it is sent
 */
record EndlessFrame(int megabytes) implements Attack {
  private static final int TIME_LIMIT_MILLIS = 20_000;

  @Override
  public String name() {
    return "CORE frame before the login that never ends";
  }

  @Override
  public String who() {
    return "who reaches workbin.broker.port, no login";
  }

  @Override
  public Effect run(Target target) throws Exception {
    long sent = 0;
    long goal = megabytes * 1024L * 1024;
    long end = System.nanoTime() + TIME_LIMIT_MILLIS * 1_000_000L;
    boolean isClosed = false;
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target.product().brokerPort()));
      OutputStream out = socket.getOutputStream();
      byte[] some = new byte[64 * 1024];
      try {
        out.write("ARTEMIS".getBytes(StandardCharsets.US_ASCII));
        out.write(ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE - 16).array());
        while (sent < goal && System.nanoTime() < end) {
          out.write(some);
          sent += some.length;
        }
      } catch (IOException closed) {
        isClosed = true;
      }
      Target.Honest honest = target.product().exitCode() == null ? target.place() : null;
      return new Effect(
          "%d MB of one frame sent".formatted(sent >> 20),
          (isClosed ? "the broker closed the connection" : "the broker took all of it")
              + (honest == null
                  ? "; process ended"
                  : "; with the frame held a request is " + honest),
          isClosed && honest != null && honest.isConfirmed());
    }
  }
}
