package org.workbinroutes.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.sink.TrialFailedException;

class ReceiverTrialTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private HttpServer receiver;

  @AfterEach
  void stop() throws Exception {
    if (receiver != null) {
      receiver.stop(0);
    }
    camel.close();
  }

  @Test
  void connectsAndSendsNothing() throws Exception {
    // Given
    receiver = start(HttpServer.create());
    // When
    String found = trial("http", null).tryOut(PATIENCE);
    // Then
    assertThat(found).isEqualTo("127.0.0.1:" + receiver.getAddress().getPort() + " answers");
    assertThat(requests).hasValue(0);
  }

  @Test
  void shakesHandsWithACertificateThatIsTrusted() throws Exception {
    // Given
    SelfSigned certificate = new SelfSigned(folder);
    startTls(certificate);
    // When
    String found = trial("https", certificate.trust()).tryOut(PATIENCE);
    // Then
    assertThat(found).contains("answers, TLSv1.");
    assertThat(requests).hasValue(0);
  }

  @Test
  void namesACertificateThatIsNotTrusted() throws Exception {
    // Given
    startTls(new SelfSigned(folder));
    // When / Then
    assertThatThrownBy(() -> trial("https", null).tryOut(PATIENCE))
        .isInstanceOfSatisfying(
            TrialFailedException.class,
            failed -> {
              assertThat(failed).hasMessageStartingWith("no TLS with 127.0.0.1:");
              assertThat(failed.remedy()).contains("sslContextParameters");
            });
  }

  @Test
  void namesACertificateOfAnotherHost() throws Exception {
    // Given
    SelfSigned certificate = new SelfSigned(folder);
    startTls(certificate);
    URI otherName = URI.create("https://localhost:" + receiver.getAddress().getPort() + "/hook");
    // When / Then
    assertThatThrownBy(
            () -> new ReceiverTrial(camel, otherName, certificate.trust()).tryOut(PATIENCE))
        .isInstanceOf(TrialFailedException.class)
        .hasMessageContaining("localhost");
  }

  @Test
  void namesAReceiverThatIsAwayAndAHostThatIsNone() throws Exception {
    // Given
    int free = FreePort.next();
    // When / Then
    assertThatThrownBy(
            () ->
                new ReceiverTrial(camel, URI.create("http://127.0.0.1:" + free), null)
                    .tryOut(PATIENCE))
        .isInstanceOf(TrialFailedException.class)
        .hasMessageContaining("cannot be reached");
    assertThatThrownBy(
            () ->
                new ReceiverTrial(camel, URI.create("https://crm.invalid/hook?key=s3cret"), null)
                    .tryOut(PATIENCE))
        .isInstanceOf(TrialFailedException.class)
        .hasMessage("there is no host crm.invalid");
  }

  private ReceiverTrial trial(String scheme, SSLContextParameters tls) {
    return new ReceiverTrial(
        camel,
        URI.create(scheme + "://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"),
        tls);
  }

  private void startTls(SelfSigned certificate) throws Exception {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    receiver = start(server);
  }

  private <S extends HttpServer> S start(S server) throws Exception {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.close();
        });
    server.start();
    return server;
  }
}
