package org.workbinroutes.sink.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A mail server whose greeting never ends. */
final class HostileMailServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final byte[] piece;
  private final long pauseMillis;

  HostileMailServer(String piece, long pauseMillis) throws IOException {
    this.piece = piece.getBytes(StandardCharsets.US_ASCII);
    this.pauseMillis = pauseMillis;
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        connections.incrementAndGet();
        start(() -> answer(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void answer(Socket client) {
    try (client) {
      while (!listener.isClosed()) {
        client.getOutputStream().write(piece);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      }
    } catch (IOException gone) {
      // the client has had enough
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "hostile-mail-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
