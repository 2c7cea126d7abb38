package org.workbinroutes.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** HTTPS with a generated key store, and client certificates. */
class TlsTest {
  static final String PASSWORD = "changeit";

  @TempDir private static Path stores;
  private static KeyStore server;
  private static KeyStore client;
  private static KeyStore stranger;

  @TempDir private Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    server = generated(stores, "server");
    client = generated(stores, "client");
    stranger = generated(stores, "stranger");
  }

  @Test
  void httpsIsServedAndHttpIsNot() throws Exception {
    try (ServerRig rig = rig(null)) {
      // When
      HttpResponse<String> answer = get(client(trusting(server), null), rig);
      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(rig.http.get("/things").status).isZero();
      assertThatThrownBy(() -> get(client(trusting(stranger), null), rig))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void http2IsSpokenAndEchoesNoHeader() throws Exception {
    try (ServerRig rig = rig(null)) {
      // When
      HttpResponse<String> answer =
          client(trusting(server), null)
              .send(
                  HttpRequest.newBuilder(uri(rig))
                      .header("authorization", "Bearer SECRET")
                      .header("cookie", "session=SECRET")
                      .header("camelhttpuri", "http://127.0.0.1:1/SECRET")
                      .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1000)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      // Then
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo("bytes 1000");
      assertThat(answer.headers().map().toString()).doesNotContain("SECRET");
      assertThat(answer.headers().map().keySet())
          .containsExactlyInAnyOrder(
              ":status",
              "cache-control",
              "x-content-type-options",
              "content-security-policy",
              "referrer-policy",
              "strict-transport-security",
              "content-length");
    }
  }

  @Test
  void http2HasTheSameRuleForNames() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    io.vertx.core.http.HttpClient vertxClient =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setProtocolVersion(HttpVersion.HTTP_2));
    try (ServerRig rig = rig(null)) {
      // When / Then
      assertThat(http2(vertxClient, rig, "evil.example", null)).isEqualTo(421);
      assertThatThrownBy(() -> http2(vertxClient, rig, "127.0.0.1", "evil.example"))
          .hasRootCauseInstanceOf(StreamResetException.class);
      assertThat(http2(vertxClient, rig, "localhost", null)).isEqualTo(200);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  private static int http2(
      io.vertx.core.http.HttpClient client, ServerRig rig, String authority, String host)
      throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(rig.server.port(), "127.0.0.1"))
            .setHost(authority)
            .setPort(443)
            .setURI("/things")
            .setMethod(HttpMethod.GET);
    HttpClientResponse answer =
        client
            .request(options)
            .map(request -> host == null ? request : request.putHeader("host", host))
            .compose(HttpClientRequest::send)
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
    return answer.statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothCurrentVersionsAreSpoken(String version) throws Exception {
    try (ServerRig rig = rig(null);
        SSLSocket socket =
            (SSLSocket)
                context(trusting(server), null)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", rig.server.port())) {
      // Given
      socket.setEnabledProtocols(new String[] {version});
      // When
      socket.startHandshake();
      // Then
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void withATrustStoreAClientNeedsACertificate() throws Exception {
    try (ServerRig rig = rig(trusting(client))) {
      // When / Then
      assertThat(get(client(trusting(server), client), rig).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(client(trusting(server), stranger), rig))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(client(trusting(server), null), rig))
          .isInstanceOf(IOException.class);
      assertThat(rig.served).hasValue(1);
    }
  }

  @Test
  void handshakesThatNeverEndAreCounted() throws Exception {
    Limits limits = ServerRig.LIMITS;
    List<Socket> silent = new ArrayList<>();
    try (ServerRig rig =
        new ServerRig(
                folder,
                new Limits(
                    limits.maxBody(), limits.maxBatch(), 3, 3, 0, limits.idle(), limits.body()),
                Logins.none(),
                new TlsSettings(server, PASSWORD.toCharArray(), null))
            .start()) {
      // Given
      for (int i = 0; i < 3; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), rig.server.port()));
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> rig.server.connections() == 3);
      // When
      try (Socket fourth = new Socket(InetAddress.getLoopbackAddress(), rig.server.port())) {
        fourth.setSoTimeout(60_000);
        // Then
        assertThat(fourth.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void theCommandLineTrustsItsOwnServerUnderAnyNameAndNoOther() throws Exception {
    try (ServerRig rig = rig(null);
        ServerRig other =
            new ServerRig(
                    folder,
                    ServerRig.LIMITS,
                    Logins.none(),
                    new TlsSettings(stranger, PASSWORD.toCharArray(), null))
                .start()) {
      // Given
      HttpClient own =
          HttpClient.newBuilder()
              .sslContext(new TlsSettings(server, PASSWORD.toCharArray(), null).ownClient())
              .build();
      URI byName = URI.create("https://localhost:" + rig.server.port() + "/things");
      // When / Then
      assertThat(get(own, rig).statusCode()).isEqualTo(200);
      assertThat(
              own.send(HttpRequest.newBuilder(byName).build(), HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
      assertThatThrownBy(() -> get(own, other)).isInstanceOf(IOException.class);
    }
  }

  private ServerRig rig(KeyStore trusted) throws Exception {
    return new ServerRig(
            folder,
            ServerRig.LIMITS,
            Logins.none(),
            new TlsSettings(server, PASSWORD.toCharArray(), trusted))
        .start();
  }

  private static HttpResponse<String> get(HttpClient client, ServerRig rig) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(rig)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(ServerRig rig) {
    return URI.create("https://127.0.0.1:" + rig.server.port() + "/things");
  }

  private static HttpClient client(KeyStore trusted, KeyStore own) throws Exception {
    return HttpClient.newBuilder().sslContext(context(trusted, own)).build();
  }

  private static SSLContext context(KeyStore trusted, KeyStore own) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  static KeyStore trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("trusted", store.getCertificate("key"));
    return trusted;
  }

  /** Made with the JDK's own tool. */
  static KeyStore generated(Path stores, String name) throws Exception {
    Path file = stores.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "key",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }
}
