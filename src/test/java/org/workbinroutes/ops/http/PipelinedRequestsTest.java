package org.workbinroutes.ops.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who send many requests on a connection, and those who do not read their answers. */
class PipelinedRequestsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SMALL = "GET /things HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String HUGE = "GET /huge HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir private static Path folder;
  private static ServerRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = ServerRig.open(folder, ServerRig.LIMITS);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aFloodOnOneConnectionEndsIt() throws Exception {
    // Given
    int servedBefore = rig.served.get();
    try (Socket flood = connect()) {
      // When
      flood(flood, SMALL.repeat(9_000));
      // Then
      assertThat(rig.served.get() - servedBefore).isLessThan(9_000);
    }
    assertThat(rig.http.get("/things").status).isEqualTo(200);
    assertThat(connectionsCheck()).isEqualTo(HealthCheck.State.DOWN);
  }

  @Test
  void aFloodOfPathsThatAreNotThereEndsAsWell() throws Exception {
    try (Socket flood = connect()) {
      // When / Then
      flood(flood, SMALL.replace("things", "nothing").repeat(9_000));
    }
    assertThat(rig.http.get("/things").status).isEqualTo(200);
  }

  @Test
  void aRequestIsServedWhenTheAnswerBeforeItWasTaken() throws Exception {
    // Given
    int servedBefore = rig.served.get();
    int requests = 20;
    try (Socket pipelining = connect()) {
      send(pipelining, HUGE.repeat(requests));
      // When: the loop has had time for many others
      for (int i = 0; i < requests; i++) {
        assertThat(rig.http.get("/things").status).isEqualTo(200);
      }
      // Then: nobody read, and the sockets keep one or two
      assertThat(rig.served.get() - servedBefore - requests).isBetween(1, requests / 2);
      // When
      long expected = (long) requests * ServerRig.HUGE;
      assertThat(read(pipelining, expected)).isGreaterThanOrEqualTo(expected);
      // Then
      assertThat(rig.served.get() - servedBefore).isEqualTo(2 * requests);
    }
  }

  @Test
  void bodiesOfPipelinedRequestsArriveWhole() throws Exception {
    // Given
    String body = "x".repeat(50_000);
    String request = "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + body;
    try (Socket pipelining = connect()) {
      // When
      Thread sender = new Thread(() -> send(pipelining, request.repeat(30)));
      sender.start();
      // Then
      String answers = readUntil(pipelining, "bytes 50000", 30);
      assertThat(answers).doesNotContain("HTTP/1.1 4");
      sender.join();
    }
  }

  @Test
  void ofManyWhoDoNotReadTheLongestIsCut() throws Exception {
    // Given
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        Socket one = connect();
        silent.add(one);
        send(one, HUGE);
      }
      // When / Then
      await().atMost(PATIENCE).until(() -> rig.server.connections() < 30);
      assertThat(rig.http.get("/things").status).isEqualTo(200);
      assertThat(connectionsCheck()).isEqualTo(HealthCheck.State.DOWN);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void theBytesThatAreNotReadAreBounded() {
    // Given
    UnreadAnswers answers = new UnreadAnswers(100);
    List<String> cut = new ArrayList<>();
    // When
    for (String whose : List.of("a", "b", "c")) {
      answers.sending(whose, 30, () -> false, () -> cut.add(whose));
      answers.sending(whose, 10, () -> false, () -> cut.add(whose));
    }
    // Then
    assertThat(cut).containsExactly("a");
    assertThat(answers.total()).isEqualTo(80);
    // When
    answers.taken("a", 40);
    answers.taken("b", 40);
    answers.sending("d", 500, () -> false, () -> cut.add("d"));
    // Then: one alone may have as much as it likes
    assertThat(cut).containsExactly("a", "c");
    assertThat(answers.total()).isEqualTo(500);
  }

  private static HealthCheck.State connectionsCheck() {
    HealthCheck check =
        rig.server.healthChecks().stream()
            .filter(one -> one.getId().equals("http-connections"))
            .findFirst()
            .orElseThrow();
    await().atMost(PATIENCE).until(() -> check.call().getState() == HealthCheck.State.DOWN);
    return check.call().getState();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.server.port()));
    return socket;
  }

  private static void send(Socket socket, String requests) {
    try {
      socket.getOutputStream().write(requests.getBytes(US_ASCII));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Sends without reading and waits for the server to close the connection. */
  private static void flood(Socket socket, String requests) throws IOException {
    try {
      socket.getOutputStream().write(requests.getBytes(US_ASCII));
      read(socket, Long.MAX_VALUE);
    } catch (SocketException closed) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  private static long read(Socket socket, long most) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] part = new byte[64 * 1024];
    long all = 0;
    while (all < most) {
      int length = in.read(part);
      if (length < 0) {
        return all;
      }
      all += length;
    }
    return all;
  }

  private static String readUntil(Socket socket, String text, int times) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] part = new byte[64 * 1024];
    while (all.toString().split(text, -1).length <= times) {
      int length = socket.getInputStream().read(part);
      assertThat(length).isPositive();
      all.append(new String(part, 0, length, US_ASCII));
    }
    return all.toString();
  }
}
