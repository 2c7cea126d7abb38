package org.workbinroutes.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that never finish, each in its own way. Without the limits these tests do not end. */
@org.junit.jupiter.api.Timeout(120)
class ExchangeLimitsTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";

  static Stream<Arguments> slowAnswers() {
    return Stream.of(
        Arguments.of("status line", HostilePeer.dripping("", "H")),
        Arguments.of("header lines", HostilePeer.dripping(HEAD, "a:b\r\n")),
        Arguments.of(
            "body", HostilePeer.dripping(HEAD + "Content-Length: 1000000000\r\n\r\n", "x")),
        Arguments.of(
            "chunks",
            HostilePeer.dripping(HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n")),
        Arguments.of("few interim answers", HostilePeer.dripping("HTTP/1.1 103 E\r\n", "a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slowAnswers")
  void anAnswerThatDripsEndsAtTheDeadline(String where, HostilePeer.Answer answer)
      throws Exception {
    // Given
    try (HostilePeer peer = new HostilePeer(answer);
        CloseableHttpClient client = client(Long.MAX_VALUE)) {
      // When / Then
      assertEndsAtTheDeadline(client, peer.url());
      await().atMost(Duration.ofSeconds(60)).until(() -> peer.ended() > 0);
    }
  }

  @Test
  void aHandshakeThatDripsEndsAtTheDeadline() throws Exception {
    // Given: a TLS record of 16 KB, byte by byte
    try (HostilePeer peer =
            new HostilePeer(HostilePeer.dripping("\u0016\u0003\u0003?\u00ff", "x"), false);
        CloseableHttpClient client = client(Long.MAX_VALUE)) {
      // When / Then
      assertEndsAtTheDeadline(client, "https://127.0.0.1:" + peer.port());
      await().atMost(Duration.ofSeconds(60)).until(() -> peer.ended() > 0);
    }
  }

  @Test
  void aRequestThatNobodyReadsEndsAtTheDeadline() throws Exception {
    // Given
    HttpPost request = new HttpPost("/");
    request.setEntity(new ByteArrayEntity(new byte[64 << 20], ContentType.TEXT_PLAIN));
    try (HostilePeer peer = new HostilePeer(out -> Thread.sleep(120_000), false);
        CloseableHttpClient client = client(Long.MAX_VALUE)) {
      request.setUri(URI.create(peer.url()));
      // When / Then
      assertThatThrownBy(() -> send(client, request)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aTunnelThatDripsEndsAtTheDeadline() throws Exception {
    // Given
    try (HostilePeer proxy = new HostilePeer(HostilePeer.dripping(HEAD, "a:b\r\n"));
        CloseableHttpClient client = client(proxy)) {
      // When / Then
      assertThatThrownBy(() -> send(client, new HttpGet("https://gws.example/")))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(proxy.requests()).singleElement().asString().startsWith("CONNECT ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 103})
  void interimAnswersWithoutEndAreNotReadOn(int status) throws Exception {
    // Given
    try (HostilePeer peer =
            new HostilePeer(HostilePeer.flooding("", "HTTP/1.1 " + status + " X\r\n\r\n"));
        CloseableHttpClient client = client(Long.MAX_VALUE)) {
      // When / Then
      assertThatThrownBy(() -> send(client, new HttpGet(peer.url())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("more than 20 informational answers");
      await().atMost(Duration.ofSeconds(60)).until(() -> peer.ended() == 1);
    }
  }

  @Test
  void noRoomIsMadeForAnAnswerThatClaimsToBeHuge() throws Exception {
    // Given
    try (HostilePeer peer =
            new HostilePeer(
                HostilePeer.dripping(HEAD + "Content-Length: 2000000000\r\n\r\n", "x"));
        CloseableHttpClient client = client(1_000)) {
      // When / Then
      assertThatThrownBy(
              () ->
                  client.execute(
                      new HttpGet(peer.url()), answer -> EntityUtils.toString(answer.getEntity())))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsNotReadOnWhoeverWantsIt() throws Exception {
    // Given
    HostilePeer.Answer endless = HostilePeer.flooding(HEAD + "\r\n", "x");
    try (HostilePeer peer = new HostilePeer(endless);
        CloseableHttpClient client = client(1_000)) {
      // When / Then
      assertThatThrownBy(() -> send(client, new HttpGet(peer.url())))
          .hasMessageContaining("larger than 1000 bytes");
      assertThatThrownBy(
              () ->
                  client.execute(
                      new HttpGet(peer.url()),
                      answer -> {
                        answer.getEntity().writeTo(OutputStream.nullOutputStream());
                        return null;
                      }))
          .hasMessageContaining("larger than 1000 bytes");
      await().atMost(Duration.ofSeconds(60)).until(() -> peer.ended() == 2);
    }
  }

  @Test
  void anHonestAnswerComesWholeAndKeepsItsConnection() throws Exception {
    // Given
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          ports.add(exchange.getRemoteAddress().getPort());
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[1_000]);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (CloseableHttpClient client = client(1_000)) {
      // When / Then: read, or left to be read away
      assertThat(send(client, new HttpGet(url))).hasSize(1_000);
      assertThat(client.<Integer>execute(new HttpGet(url), HttpResponse::getCode)).isEqualTo(200);
      assertThat(send(client, new HttpGet(url))).hasSize(1_000);
      assertThat(ports).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  private static String send(CloseableHttpClient client, HttpUriRequestBase request)
      throws IOException {
    return client.execute(
        request,
        answer ->
            new String(answer.getEntity().getContent().readAllBytes(), StandardCharsets.US_ASCII));
  }

  /** Tries again where the peer, on a busy machine, pauses for longer than a response may. */
  private static void assertEndsAtTheDeadline(CloseableHttpClient client, String url) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> send(client, new HttpGet(url)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage(
                        "the exchange took longer than 1000 ms, so the connection was ended"));
  }

  private static CloseableHttpClient client(long maxBytes) {
    return builder(maxBytes).build();
  }

  private static CloseableHttpClient client(HostilePeer proxy) {
    return builder(Long.MAX_VALUE).setProxy(new HttpHost("127.0.0.1", proxy.port())).build();
  }

  private static HttpClientBuilder builder(long maxBytes) {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .disableAutomaticRetries()
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.ofMilliseconds(200))
                    .setResponseTimeout(Timeout.ofMilliseconds(400))
                    .build());
    ExchangeLimits.applyTo(builder, maxBytes);
    return builder;
  }
}
