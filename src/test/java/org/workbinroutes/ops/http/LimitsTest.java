package org.workbinroutes.ops.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.HttpAccess;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;
import org.workbinroutes.outage.OutageHealthCheck;

/**
 * What the server does by itself with requests that are too large, too slow, too many or broken.
 */
class LimitsTest {
  private static final String HEAD =
      "POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n";

  @TempDir private static Path folder;
  private static ServerRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig =
        ServerRig.open(
            folder,
            new Limits(
                64 * 1024,
                1024 * 1024,
                2_000,
                2_000,
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() throws Exception {
    for (Answer answer :
        List.of(
            rig.http.get("/things"),
            rig.http.get("/nothing"),
            rig.http.get("/broken"),
            rig.http.send("DELETE", "/things", new byte[0]),
            raw("nonsense\r\n\r\n"))) {
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy"))
          .isEqualTo("default-src 'none'; frame-ancestors 'none'");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.headerNames())
          .doesNotContain("server", "x-powered-by", "access-control-allow-origin");
    }
  }

  @Test
  void aPageOfAnotherSiteGetsNoPermission() throws Exception {
    // When
    Answer asked =
        rig.http.send(
            "OPTIONS",
            "/things",
            new byte[0],
            "Origin: https://evil.example",
            "Access-Control-Request-Method: POST");
    // Then
    assertProblem(asked, 405, "method-not-allowed");
    assertThat(asked.header("Allow")).isEqualTo("GET, POST");
    assertThat(asked.raw).doesNotContain("evil");
    assertThat(rig.http.get("/things", "Origin: https://evil.example").raw).doesNotContain("evil");
  }

  @Test
  void whatIsNotThereAndWhatBreaksTellsNothingOfTheStack() throws Exception {
    assertProblem(rig.http.get("/nothing"), 404, "not-found");
    Answer broken = rig.http.get("/broken");
    assertProblem(broken, 500, "internal-error");
    assertThat(broken.raw).doesNotContain("SECRET", "Exception", "camel", "vertx", "at org.");
  }

  @Test
  void aBodyHasItsLargestSizeHoweverItIsSent() throws Exception {
    assertProblem(rig.http.post("/things", "x".repeat(64 * 1024 + 1)), 413, "too-large");
    assertThat(rig.http.post("/things", "x".repeat(64 * 1024)).body).isEqualTo("bytes 65536");
    assertProblem(raw(HEAD + "Content-Length: 99999999999999999999\r\n\r\n"), 400, "bad-request");
    assertProblem(raw(HEAD + "Content-Length: 1099511627776\r\n\r\n"), 413, "too-large");
    String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
    assertProblem(
        raw(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5) + "0\r\n\r\n"),
        413,
        "too-large");
    assertThat(
            raw(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(2) + "0\r\n\r\n").body)
        .isEqualTo("bytes 32768");
  }

  @Test
  void aLargeBodyGoesThroughAFileThatIsGoneAfterwards() throws Exception {
    // When
    Answer taken = rig.http.post("/large", "x".repeat(1024 * 1024));
    // Then
    assertThat(taken.body).isEqualTo("bytes 1048576");
    assertProblem(rig.http.post("/large", "x".repeat(1024 * 1024 + 1)), 413, "too-large");
    await().untilAsserted(() -> assertThat(folder.resolve("http").toFile().list()).isNullOrEmpty());
  }

  @Test
  void headersHaveTheirLargestSize() throws Exception {
    assertProblem(rig.http.get("/things/" + "x".repeat(9_000)), 414, "uri-too-long");
    assertProblem(rig.http.get("/things", "X: " + "y".repeat(17_000)), 431, "headers-too-large");
    assertProblem(
        rig.http.get(
            "/things",
            IntStream.range(0, 2_000)
                .mapToObj(i -> "X" + i + ": yyyyyyyyyy")
                .toArray(String[]::new)),
        431,
        "headers-too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /things\r\n\r\n",
        "GET /things HTTP/1.1\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
        "GET /things HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 5\r\n\r\nabcde",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: three\r\n\r\nabc"
      })
  void whatIsNotHttpIsRefused(String request) throws Exception {
    // Given
    int served = rig.served.get();
    // When
    Answer refused = raw(request);
    // Then
    assertThat(refused.status).isEqualTo(400);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(rig.served).hasValue(served);
  }

  @Test
  void aVersionOfHttpThatNobodyKnowsIsRefused() throws Exception {
    // When
    Answer refused = raw("GET /things HTTP/9.9\r\nHost: a\r\n\r\n");
    // Then: by Vert.x itself, before anything of ours
    assertThat(refused.status).isEqualTo(501);
    assertThat(refused.body).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'Transfer-Encoding: chunked', 'Content-Length: 4'",
    "'Content-Length: 4', 'Transfer-Encoding: chunked'"
  })
  void whatIsHiddenBehindAChunkedBodyIsNeverARequest(String first, String second) throws Exception {
    // Given: to a proxy that looks at the length, the second request is the end of the first
    int served = rig.served.get();
    String smuggled = "GET /things/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    // When
    Answer answer = raw(HEAD + first + "\r\n" + second + "\r\n\r\n0\r\n\r\n" + smuggled + smuggled);
    // Then
    assertThat(answer.status).isIn(200, 400);
    assertThat(answer.raw.split("HTTP/1.1 ", -1)).hasSize(2);
    assertThat(rig.served.get() - served).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcdef\r\n0\r\n\r\n",
        "-3\r\nabc\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        "3;ext=\u0000\r\nab",
        "3\r\nab"
      })
  void brokenChunksAreNoBody(String chunks) throws Exception {
    // Given
    int served = rig.served.get();
    // When
    String answer = cut(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
    // Then
    assertThat(answer).doesNotContain("200", "500");
    assertThat(rig.served).hasValue(served);
  }

  @Test
  void aBodyThatIsCutIsNoBody() throws Exception {
    // Given
    int served = rig.served.get();
    // When
    cut("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n" + "x".repeat(300_000));
    cut(HEAD + "Content-Length: 10\r\n\r\nabc");
    // Then
    assertThat(rig.http.get("/things").status).isEqualTo(200);
    assertThat(rig.served).hasValue(served + 1);
    await().untilAsserted(() -> assertThat(folder.resolve("http").toFile().list()).isNullOrEmpty());
  }

  @Test
  void aBodyThatDripsIsRefused() throws Exception {
    // When
    Answer answer = dripped(HEAD + "Content-Length: 1000\r\n\r\n", "x");
    // Then
    assertProblem(answer, 408, "too-slow");
  }

  @Test
  void aConnectionThatSendsNoHeadIsClosedHoweverItKeepsAwake() throws Exception {
    // When
    long begin = System.nanoTime();
    Answer silent = dripped("", "");
    Answer dripping = dripped("GET /things HTTP/1.1\r\nX: ", "y");
    // Then
    assertThat(silent.raw).isEmpty();
    assertThat(dripping.raw).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void aConnectionIsKeptForTheNextRequestAndNotForEver() throws Exception {
    // Given
    String get = "GET /things HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Socket socket = connect()) {
      // When
      socket.getOutputStream().write((get + get).getBytes(US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      // Then
      assertThat(all.split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  @Test
  void whoWaitsHoldsNoThread() throws Exception {
    // Given: many more than there are threads
    ExecutorService callers = Executors.newFixedThreadPool(100);
    try {
      List<CompletableFuture<String>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return rig.http.get("/slow").body;
                  } catch (IOException e) {
                    return e.toString();
                  }
                },
                callers));
      }
      await().until(() -> rig.waiting.get() == 100);
      // When
      Answer answer = rig.http.get("/things");
      // Then
      assertThat(answer.status).isEqualTo(200);
      rig.slowOnes.complete(null);
      for (CompletableFuture<String> each : waiting) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo("late");
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void theServerSaysThatItIsNotReadyWhileTheRoutesAreNot(@TempDir Path own) throws Exception {
    try (ServerRig starting = new ServerRig(own, ServerRig.LIMITS, Logins.none(), null)) {
      // When
      Answer early = starting.http.get("/things");
      Answer unknown = starting.http.get("/nothing");
      starting.start();
      // Then
      assertProblem(early, 503, "not-ready");
      assertThat(early.header("Retry-After")).isEqualTo("2");
      assertProblem(unknown, 503, "not-ready");
      assertThat(starting.http.get("/things").status).isEqualTo(200);
      starting.context.stop();
      assertProblem(starting.http.get("/things"), 503, "not-ready");
    }
  }

  @Test
  void aCallerHasItsRate(@TempDir Path own) throws Exception {
    Limits limits = ServerRig.LIMITS;
    try (ServerRig limited =
        ServerRig.open(
            own,
            new Limits(
                limits.maxBody(),
                limits.maxBatch(),
                limits.maxConnections(),
                limits.maxConnections(),
                5,
                limits.idle(),
                limits.body()))) {
      // When
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        answers.add(limited.http.get("/things"));
      }
      // Then
      List<Answer> refused = answers.stream().filter(answer -> answer.status == 429).toList();
      assertThat(refused).isNotEmpty();
      assertThat(answers).anyMatch(answer -> answer.status == 200);
      assertProblem(refused.get(0), 429, "too-many-requests");
      assertThat(refused.get(0).header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void connectionsHaveTheirNumber(@TempDir Path own) throws Exception {
    Limits limits = ServerRig.LIMITS;
    try (ServerRig limited =
        ServerRig.open(
            own,
            new Limits(
                limits.maxBody(), limits.maxBatch(), 3, 3, 0, limits.idle(), limits.body()))) {
      List<Socket> held = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          held.add(new Socket(InetAddress.getLoopbackAddress(), limited.server.port()));
        }
        await().until(() -> limited.server.connections() == 3);
        // When
        try (Socket fourth = new Socket(InetAddress.getLoopbackAddress(), limited.server.port())) {
          fourth.setSoTimeout(5_000);
          // Then
          assertThat(fourth.getInputStream().read()).isEqualTo(-1);
        }
      } finally {
        for (Socket socket : held) {
          socket.close();
        }
      }
      await().until(() -> limited.server.connections() == 0);
      assertThat(limited.http.get("/things").status).isEqualTo(200);
    }
  }

  @Test
  void anAddressHasItsNumberOfConnectionsAndTheOthersAreServed(@TempDir Path own) throws Exception {
    Limits limits = ServerRig.LIMITS;
    try (ServerRig limited =
        ServerRig.open(
            own,
            new Limits(
                limits.maxBody(), limits.maxBatch(), 4, 3, 0, limits.idle(), limits.body()))) {
      List<Socket> held = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          Socket half = new Socket(InetAddress.getLoopbackAddress(), limited.server.port());
          half.getOutputStream().write("GET /things HTTP/1.1\r\nX: ".getBytes(US_ASCII));
          held.add(half);
        }
        await().until(() -> limited.server.connections() == 3);
        // When
        try (Socket fourth = new Socket(InetAddress.getLoopbackAddress(), limited.server.port());
            Socket other =
                new Socket(
                    InetAddress.getLoopbackAddress(),
                    limited.server.port(),
                    InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                    0)) {
          fourth.setSoTimeout(60_000);
          other.setSoTimeout(60_000);
          other
              .getOutputStream()
              .write(
                  "GET /things HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                      .getBytes(US_ASCII));
          // Then
          assertThat(fourth.getInputStream().read()).isEqualTo(-1);
          assertThat(new Answer(other.getInputStream().readAllBytes()).status).isEqualTo(200);
        }
      } finally {
        for (Socket socket : held) {
          socket.close();
        }
      }
    }
  }

  @Test
  void aRefusedConnectionIsReportedForAMinute() {
    // Given
    AtomicLong clock = new AtomicLong();
    OpenConnections connections = new OpenConnections(8, 0, clock::get);
    assertThat(connections.admit("10.0.0.1")).isTrue();
    assertThat(connections.admit("10.0.0.1")).isTrue();
    assertThat(connections.refusal()).isEmpty();
    // When
    assertThat(connections.admit("10.0.0.1")).isFalse();
    // Then
    assertThat(connections.refusal()).hasValue("10.0.0.1 has 2 connections");
    assertThat(connections.size()).isEqualTo(2);
    // When
    connections.closed("10.0.0.1");
    clock.addAndGet(Duration.ofSeconds(61).toNanos());
    // Then
    assertThat(connections.admit("10.0.0.1")).isTrue();
    assertThat(connections.refusal()).isEmpty();
  }

  @Test
  void connectionsLeaveHalfOfTheFileDescriptorsToOthers() {
    assertThat(OpenConnections.fit(3)).isEqualTo(3);
    assertThat((long) OpenConnections.fit(Integer.MAX_VALUE))
        .isLessThanOrEqualTo(
            ((com.sun.management.UnixOperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                    .getMaxFileDescriptorCount()
                / 2);
  }

  @Test
  void anEventLoopThatSleepsIsReportedUntilItWakes() {
    // Given
    Vertx vertx = Vertx.vertx();
    Context loop = vertx.getOrCreateContext();
    CountDownLatch sleep = new CountDownLatch(1);
    try (ServerWatch watch =
        new ServerWatch(
            "HTTP",
            "see the options",
            loop,
            Duration.ofMillis(1),
            new OpenConnections(1, 1, System::nanoTime))) {
      // When
      loop.runOnContext(
          here -> {
            try {
              sleep.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      // Then
      OutageHealthCheck check = new OutageHealthCheck("http", true, watch::stuck);
      await().atMost(Duration.ofSeconds(60)).until(() -> check.call().getState() == State.DOWN);
      assertThat(check.isLiveness()).isTrue();
      // When
      sleep.countDown();
      // Then
      await().atMost(Duration.ofSeconds(60)).until(() -> check.call().getState() == State.UP);
    } finally {
      sleep.countDown();
      Future<Void> unused = vertx.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/%", "/things/%4", "/things/%e0%", "/page%zz"})
  void aPathThatCannotBeDecodedIsRefusedBeforeTheLogin(String path, @TempDir Path own)
      throws Exception {
    try (ServerRig closed =
        ServerRig.withLogin(
            own,
            new Logins(
                List.of(new ApiKey("clerk", ApiKey.hashOf("wbr_x"), HttpAccess.ALL)), null))) {
      assertProblem(closed.http.get(path), 400, "bad-request");
      assertProblem(rig.http.get(path), 400, "bad-request");
    }
  }

  @Test
  void whoIsNotHeardOfIsForgottenWhenThereAreTooManyCallers() {
    // Given
    CallerLimits callers = new CallerLimits(1, Duration.ofHours(1));
    // When
    for (int i = 0; i < 10_050; i++) {
      assertThat(callers.allows("caller " + i)).isTrue();
    }
    // Then
    assertThat(callers.size()).isEqualTo(10_000);
    assertThat(callers.allows("caller 10049")).isFalse();
    assertThat(callers.allows("caller 0")).isTrue();
  }

  private static void assertProblem(Answer answer, int status, String type) throws IOException {
    assertThat(answer.status).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:workbinroutes:problem:" + type);
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("detail").asText()).isNotBlank();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** Sends some bytes and reads until the server closes. */
  private static Answer raw(String request) throws IOException {
    return rig.http.send(request.getBytes(US_ASCII));
  }

  /** Sends some bytes and then no more; what the server answers to that. */
  private static String cut(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException reset) {
      return "";
    }
  }

  /** Sends a byte every 100 ms until the server closes or 6 s are over. */
  private static Answer dripped(String begin, String drop) throws Exception {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(begin.getBytes(US_ASCII));
      CompletableFuture<byte[]> answer =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return socket.getInputStream().readAllBytes();
                } catch (IOException reset) {
                  return new byte[0];
                }
              });
      for (int i = 0; i < 60 && !answer.isDone(); i++) {
        try {
          out.write(drop.getBytes(US_ASCII));
        } catch (IOException closed) {
          break;
        }
        try {
          answer.get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillOpen) {
          // the next drop
        }
      }
      byte[] bytes = answer.get(60, TimeUnit.SECONDS);
      return new Answer(bytes);
    }
  }
}
