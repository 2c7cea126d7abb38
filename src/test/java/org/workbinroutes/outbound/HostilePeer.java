package org.workbinroutes.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on 127.0.0.1 that answers each connection's first request as a test wants it to. */
public final class HostilePeer implements AutoCloseable {
  private final RawServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final Answer answer;
  private final boolean reads;

  /** Answers one connection; ends when the client ends it. */
  public interface Answer {
    /**
     * Answers.
     *
     * @param out to the client
     */
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /**
   * Starts a server that reads the request's head first.
   *
   * @param answer its answer
   */
  public HostilePeer(Answer answer) throws IOException {
    this(answer, true);
  }

  /**
   * Starts a server.
   *
   * @param answer its answer
   * @param reads whether it reads the request's head first
   */
  public HostilePeer(Answer answer, boolean reads) throws IOException {
    this.answer = answer;
    this.reads = reads;
    this.server = new RawServer(this::serve);
  }

  /**
   * Sends a text, and then the same bit again and again, before each of which any time-out of a
   * socket begins anew.
   *
   * @param start the text
   * @param bit what follows
   * @return the answer
   */
  public static Answer dripping(String start, String bit) {
    return out -> {
      write(out, start);
      while (true) {
        write(out, bit);
        Thread.sleep(20);
      }
    };
  }

  /**
   * Sends a text, and then the same again and again as fast as it can.
   *
   * @param start the text
   * @param bit what follows
   * @return the answer
   */
  public static Answer flooding(String start, String bit) {
    return out -> {
      write(out, start);
      String much = bit.repeat(1 + 8_192 / bit.length());
      while (true) {
        write(out, much);
      }
    };
  }

  /**
   * Where it listens.
   *
   * @return the port
   */
  public int port() {
    return server.port();
  }

  /**
   * Its address.
   *
   * @return the URL, without a path
   */
  public String url() {
    return server.url();
  }

  /**
   * The heads of the requests so far.
   *
   * @return one text each
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * How many connections are over.
   *
   * @return their number
   */
  public int ended() {
    return ended.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    try {
      if (reads) {
        requests.add(head(socket.getInputStream()));
      }
      answer.write(socket.getOutputStream());
    } finally {
      ended.incrementAndGet();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        break;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
