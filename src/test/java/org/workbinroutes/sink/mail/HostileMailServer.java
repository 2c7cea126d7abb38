package org.workbinroutes.sink.mail;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.workbinroutes.outbound.RawServer;

/** A mail server whose greeting never ends. */
final class HostileMailServer implements AutoCloseable {
  private final AtomicInteger connections = new AtomicInteger();
  private final byte[] piece;
  private final long pauseMillis;
  private final RawServer server;

  HostileMailServer(String piece, long pauseMillis) throws IOException {
    this.piece = piece.getBytes(StandardCharsets.US_ASCII);
    this.pauseMillis = pauseMillis;
    this.server = new RawServer(this::answer);
  }

  int port() {
    return server.port();
  }

  int connections() {
    return connections.get();
  }

  private void answer(Socket client) throws IOException, InterruptedException {
    connections.incrementAndGet();
    while (true) {
      client.getOutputStream().write(piece);
      Thread.sleep(pauseMillis);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
