package org.workbinroutes.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on this machine that answers with any bytes, one thread for each connection. */
public final class RawServer implements AutoCloseable {
  /** Serves one connection until it returns; the connection is closed then. */
  public interface Service {
    /**
     * Serves.
     *
     * @param socket the connection; closed when the server is
     */
    void serve(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Service service;

  /**
   * Starts a server at a free port of 127.0.0.1.
   *
   * @param service serves each connection
   */
  public RawServer(Service service) throws IOException {
    this.service = service;
    thread(this::accept);
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Its address.
   *
   * @return the URL, without a path
   */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        thread(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      service.serve(socket);
    } catch (IOException gone) {
      // the other side has closed the connection
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "hostile-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
