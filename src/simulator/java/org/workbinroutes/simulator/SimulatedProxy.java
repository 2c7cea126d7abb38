package org.workbinroutes.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on 127.0.0.1, with a login if that is wanted. Each connection carries one request
 * and its answer, or a tunnel.
 */
public final class SimulatedProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final String credentials;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private SimulatedProxy(ServerSocket listener, String credentials) {
    this.listener = listener;
    this.credentials = credentials;
  }

  /**
   * Starts a proxy.
   *
   * @param credentials {@code name:password}, without which requests are answered 407; null lets
   *     everybody through
   * @return the running proxy
   * @throws IOException if it cannot listen
   */
  public static SimulatedProxy start(String credentials) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SimulatedProxy proxy = new SimulatedProxy(listener, credentials);
    thread(proxy::accept);
    return proxy;
  }

  /**
   * TCP port.
   *
   * @return the port on 127.0.0.1
   */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * The requests that were passed on.
   *
   * @return method and address of each, in the order of their arrival
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        thread(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      List<String> head = head(client.getInputStream()).lines().toList();
      if (head.isEmpty()) {
        return;
      }
      String[] request = head.get(0).split(" ", -1);
      if (!isLetThrough(head)) {
        answer(client, "HTTP/1.1 407 Proxy Authentication Required");
        return;
      }
      requests.add(request[0] + " " + request[1]);
      boolean tunnel = "CONNECT".equals(request[0]);
      URI address = URI.create(tunnel ? "tunnel://" + request[1] : request[1]);
      try (Socket server = new Socket(address.getHost(), address.getPort())) {
        open.add(server);
        if (tunnel) {
          client.getOutputStream().write(bytes("HTTP/1.1 200 Connected\r\n\r\n"));
        } else {
          server.getOutputStream().write(bytes(passedOn(head, request, address)));
        }
        thread(() -> copy(client, server));
        copy(server, client);
      }
    } catch (IOException gone) {
      // one side has left
    }
  }

  private boolean isLetThrough(List<String> head) {
    return credentials == null
        || head.stream()
            .anyMatch(
                line ->
                    line.equalsIgnoreCase(
                        "Proxy-Authorization: Basic "
                            + Base64.getEncoder().encodeToString(bytes(credentials))));
  }

  private static String passedOn(List<String> head, String[] request, URI address) {
    StringBuilder text = new StringBuilder();
    text.append(request[0])
        .append(' ')
        .append(address.getRawPath())
        .append(address.getRawQuery() == null ? "" : "?" + address.getRawQuery())
        .append(" HTTP/1.1\r\nConnection: close\r\n");
    head.stream()
        .skip(1)
        .filter(line -> !line.regionMatches(true, 0, "Proxy-", 0, 6))
        .filter(line -> !line.regionMatches(true, 0, "Connection:", 0, 11))
        .filter(line -> !line.regionMatches(true, 0, "Upgrade:", 0, 8))
        .forEach(line -> text.append(line).append("\r\n"));
    return text.append("\r\n").toString();
  }

  private static void answer(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(
            bytes(
                status
                    + "\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n"));
  }

  /** The lines up to the empty one. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      String soFar = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
      if (soFar.endsWith("\r\n\r\n")) {
        return soFar.substring(0, soFar.length() - 4);
      }
    }
    return "";
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException gone) {
      // one side has left
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "simulated-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
