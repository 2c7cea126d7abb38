package org.workbinroutes.guarantees;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP proxy on 127.0.0.1 that cuts, stalls and throttles the connections that go through it. */
public final class FlakyProxy implements AutoCloseable {
  private static final int CHUNK = 4096;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong cuts = new AtomicLong();
  private final ServerSocket server;
  private final int target;
  private volatile boolean stalled;
  private volatile boolean refusing;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;

  /** Listens on a free port, in front of another port of this machine. */
  public FlakyProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Resets all connections, whatever is under way on them. */
  public void cut() {
    for (Socket socket : sockets) {
      reset(socket);
    }
  }

  /** Connections that were reset. */
  long cuts() {
    return cuts.get();
  }

  /** Lets nothing through, in both directions, and loses nothing. */
  void stall(boolean on) {
    stalled = on;
  }

  /** Resets new connections as soon as they are made. */
  public void refuse(boolean on) {
    refusing = on;
  }

  /** Slows every connection down, in each direction. */
  void throttle(int bytes) {
    bytesPerSecond = bytes;
  }

  /** A proxy as it should be, for connections there are and those to come. */
  void behave() {
    stalled = false;
    refusing = false;
    bytesPerSecond = Integer.MAX_VALUE;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        sockets.add(near);
        if (refusing) {
          reset(near);
          continue;
        }
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(far);
        threads.execute(() -> pump(near, far));
        threads.execute(() -> pump(far, near));
      } catch (IOException closedOrNobodyThere) {
        // the accepted connection, if any, is reset with the next cut
        if (!server.isClosed()) {
          cut();
        }
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        while (stalled) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        forward(chunk, read, out);
      }
    } catch (IOException gone) {
      // the other direction ends as well
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(from);
    close(to);
  }

  private void forward(byte[] chunk, int length, OutputStream out)
      throws IOException, InterruptedException {
    int done = 0;
    while (done < length) {
      int rate = bytesPerSecond;
      int part = rate == Integer.MAX_VALUE ? length - done : Math.min(length - done, rate / 20);
      out.write(chunk, done, part);
      done += part;
      if (rate != Integer.MAX_VALUE) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // then there is nothing to reset
    }
    close(socket);
    cuts.incrementAndGet();
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    threads.shutdownNow();
  }
}
