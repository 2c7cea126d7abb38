package org.workbinroutes.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.outbound.HostilePeer;
import org.workbinroutes.sink.Samples;
import org.workbinroutes.sink.SinkContext;
import org.workbinroutes.sink.SinkFailure;

@Timeout(180)
class WebhookSinkTest {
  private static final String SECRET = "s3cret-of-the-configuration";

  private static final String SIGNING = "a-signing-secret-of-the-configuration";
  private static final String OLD_SIGNING = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  @TempDir Path directory;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer receiver;
  private SinkContext sinks;
  private String url;
  private HttpHandler answer = http -> http.sendResponseHeaders(204, -1);

  private record Request(
      String method, String uri, Map<String, List<String>> headers, String body) {
    String header(String name) {
      List<String> values = headers.get(name);
      return values == null ? null : String.join(",", values);
    }
  }

  @BeforeEach
  void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(threads);
    receiver.createContext("/", this::receive);
    receiver.start();
    url = "http://127.0.0.1:" + receiver.getAddress().getPort();
    sinks =
        new SinkContext(
            Map.of(
                "secret", SECRET,
                "crm.token", "t0ken",
                "workbin.headers.crm.Authorization", "Bearer {{crm.token}}",
                "workbin.headers.crm.X-Source", "workbin",
                "workbin.headers.bad.Host", "evil",
                "workbin.headers.mine.Webhook-Signature", "v1,forged",
                "workbin.secrets.crm", SIGNING + " whsec_" + OLD_SIGNING,
                "workbin.secrets.short", "0123456789",
                "workbin.secrets.broken", "whsec_***",
                "workbin.headers.split.X-A", "a\r\nX-B: b"));
  }

  @AfterEach
  void stop() {
    sinks.close();
    receiver.stop(0);
    threads.shutdownNow();
  }

  private void receive(HttpExchange http) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(http.getRequestHeaders());
    String body = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(http.getRequestMethod(), http.getRequestURI().toString(), headers, body));
    try (http) {
      answer.handle(http);
    }
  }

  @Test
  void posts_the_notification_as_json() throws Exception {
    // Given
    String umlauts = Samples.inAgentGroup("M\u00FCnchen \u5927\u962A & Co? 100% +1");
    sinks.sink(
        "crm",
        "webhook:" + url + "/a%2Fb/hook?tenant=a%26b&connectTimeout=1000&x=%C3%BC+y",
        Map.of());
    // When
    sinks.give("crm", umlauts, Map.of());
    // Then
    assertThat(requests).hasSize(1);
    Request request = requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/a%2Fb/hook?tenant=a%26b&x=%C3%BC+y");
    assertThat(request.body()).isEqualTo(umlauts);
    assertThat(request.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
    assertThat(request.header("Accept-Encoding")).isNull();
    assertThat(sinks.deadLetter("crm")).isNull();
  }

  @Test
  void sends_configured_headers_and_keeps_them_out_of_the_uri() throws Exception {
    // Given
    sinks.sink("crm", "webhook:" + url + "/hook?headers=crm", Map.of());
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests.get(0).header("Authorization")).isEqualTo("Bearer t0ken");
    assertThat(requests.get(0).header("X-Source")).isEqualTo("workbin");
    assertThat(requests.get(0).uri()).isEqualTo("/hook");
    assertThat(sinks.camel().getEndpoints().toString()).doesNotContain("t0ken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook:", ""})
  void headers_of_a_message_change_nothing_and_are_not_forwarded(String scheme) throws Exception {
    // Given
    HardenedHttp.forWebhooks().applyTo(sinks.camel().getComponent("http", HttpComponent.class));
    sinks.sink("crm", scheme + url + "/hook", Map.of());
    // When
    sinks.give(
        "crm",
        Samples.inAgentGroup("{{secret}}"),
        Map.of(
            "CamelHttpUri", url + "/evil?{{secret}}",
            "camelhttpuri", url + "/evil",
            "CAmelHttpMethod", "DELETE",
            "CamelHttpMethod", "PUT",
            "CamelHttpPath", "/evil",
            "CamelHttpQuery", "evil={{secret}}",
            "CamelRestHttpUri", url + "/evil",
            "Host", "evil.example",
            "Authorization", "Basic xyz",
            "X-Evil", "{{secret}}"));
    // Then
    assertThat(requests).hasSize(1);
    Request request = requests.get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/hook");
    assertThat(request.body()).contains("{{secret}}").doesNotContain(SECRET);
    assertThat(request.headers())
        .doesNotContainKeys("Authorization", "X-Evil", "CamelHttpUri", "CAmelHttpMethod");
    assertThat(request.header("Host")).startsWith("127.0.0.1:");
  }

  @Test
  void the_hardened_component_alone_ignores_headers_of_a_message() {
    // Given
    HardenedHttp.forWebhooks().applyTo(sinks.camel().getComponent("http", HttpComponent.class));
    // When
    sinks
        .camel()
        .createProducerTemplate()
        .sendBodyAndHeaders(
            url + "/hook?httpMethod=POST",
            "{}",
            Map.of(
                "CamelHttpUri", url + "/evil",
                "CamelHttpMethod", "DELETE",
                "CamelHttpPath", "/evil",
                "CamelHttpQuery", "evil=1",
                "Authorization", "Basic xyz"));
    // Then
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).method()).isEqualTo("POST");
    assertThat(requests.get(0).uri()).isEqualTo("/hook");
    assertThat(requests.get(0).header("Authorization")).isNull();
  }

  @Test
  void a_redirect_is_a_failure_and_not_followed() throws Exception {
    // Given
    answer =
        http -> {
          http.getResponseHeaders().add("Location", url + "/internal");
          http.sendResponseHeaders(307, -1);
        };
    sinks.sink("crm", "webhook:" + url + "/hook?headers=crm", Map.of("retries", "1"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).extracting(Request::uri).containsExactly("/hook", "/hook");
    assertThat(reason()).isEqualTo("HTTP status 307");
  }

  @Test
  void a_post_answered_503_is_sent_once_per_attempt_of_the_route() throws Exception {
    // Given
    answer =
        http -> {
          http.getResponseHeaders().add("Retry-After", "0");
          http.sendResponseHeaders(requests.size() < 3 ? 503 : 200, -1);
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "2"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).hasSize(3);
    assertThat(requests).extracting(Request::body).containsOnly(Samples.AGENT_GROUP);
    assertThat(sinks.deadLetter("crm")).isNull();
  }

  @Test
  void signs_time_and_body_with_each_secret_and_names_the_notification() throws Exception {
    // Given
    String umlauts = Samples.inAgentGroup("M\u00FCnchen");
    sinks.sink("crm", "webhook:" + url + "/hook?signature=crm", Map.of());
    // When
    sinks.give("crm", umlauts, Map.of("webhook-signature", "v1,forged"));
    // Then
    Request request = requests.get(0);
    String id = request.header("webhook-id");
    String seconds = request.header("webhook-timestamp");
    assertThat(Long.parseLong(seconds))
        .isCloseTo(System.currentTimeMillis() / 1000, Assertions.within(20L));
    assertThat(request.header("Idempotency-Key")).isEqualTo(id);
    String signed = id + "." + seconds + "." + umlauts;
    assertThat(request.header("webhook-signature"))
        .isEqualTo(
            "v1,"
                + hmac(SIGNING.getBytes(StandardCharsets.UTF_8), signed)
                + " v1,"
                + hmac(Base64.getDecoder().decode(OLD_SIGNING), signed));
    assertThat(request.uri()).isEqualTo("/hook");
    assertThat(sinks.camel().getEndpoints().toString()).doesNotContain(SIGNING, OLD_SIGNING);
  }

  private static String hmac(byte[] secret, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_notification_has_the_same_name_in_every_attempt_and_no_other_has_it() throws Exception {
    // Given
    answer = http -> http.sendResponseHeaders(requests.size() < 3 ? 500 : 200, -1);
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "2"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    sinks.give("crm", Samples.PLACE_GROUP, Map.of());
    // Then
    assertThat(requests).hasSize(4);
    List<String> names =
        requests.stream().map(request -> request.header("Idempotency-Key")).toList();
    assertThat(names.subList(0, 3)).containsOnly(names.get(0));
    assertThat(names.get(3)).isNotBlank().isNotEqualTo(names.get(0));
    assertThat(requests.get(0).header("webhook-signature")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "short", "broken"})
  void a_secret_that_is_none_fails_at_the_start_and_is_not_shown(String name) {
    assertThatThrownBy(() -> sinks.sink("crm", "webhook:" + url + "/?signature=" + name, Map.of()))
        .hasStackTraceContaining("workbin.secrets." + name)
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("0123456789", "***"));
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void waits_as_long_as_retry_after_asks() throws Exception {
    // Given
    List<Long> times = new CopyOnWriteArrayList<>();
    answer =
        http -> {
          times.add(System.nanoTime());
          http.getResponseHeaders().add("Retry-After", "1");
          http.sendResponseHeaders(times.size() == 1 ? 429 : 200, -1);
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "1"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(times).hasSize(2);
    assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThan(Duration.ofMillis(990));
    assertThat(sinks.deadLetter("crm")).isNull();
  }

  @Test
  void what_is_refused_for_good_becomes_a_dead_letter_at_once() throws Exception {
    // Given
    answer = http -> http.sendResponseHeaders(422, -1);
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "1000", "firstDelay", "1h"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).hasSize(1);
    assertThat(reason()).isEqualTo("HTTP status 422");
  }

  @Test
  void what_is_refused_is_sent_again_if_that_is_asked_for() throws Exception {
    // Given
    answer = http -> http.sendResponseHeaders(requests.size() == 1 ? 404 : 200, -1);
    sinks.sink("crm", "webhook:" + url + "/hook?retryRefused=true", Map.of("retries", "1"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).extracting(Request::uri).containsExactly("/hook", "/hook");
    assertThat(sinks.deadLetter("crm")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_to_an_internal_address_reaches_nobody(int status) throws Exception {
    // Given
    List<String> internal = new CopyOnWriteArrayList<>();
    HttpServer inside =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inside.createContext(
        "/",
        http -> {
          internal.add(http.getRequestURI().toString());
          http.sendResponseHeaders(200, -1);
        });
    inside.start();
    answer =
        http -> {
          http.getResponseHeaders()
              .add("Location", "http://localhost:" + inside.getAddress().getPort() + "/admin");
          http.sendResponseHeaders(status, -1);
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "0"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    inside.stop(0);
    // Then
    assertThat(reason()).isEqualTo("HTTP status " + status);
    assertThat(internal).isEmpty();
  }

  @Test
  void a_receiver_that_closes_the_connection_is_tried_again() throws Exception {
    // Given
    answer =
        http -> {
          if (requests.size() > 1) {
            http.sendResponseHeaders(200, -1);
          }
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "1"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).hasSize(2);
    assertThat(sinks.deadLetter("crm")).isNull();
  }

  @Test
  void a_self_signed_certificate_is_refused_unless_it_is_trusted() throws Exception {
    // Given
    SelfSigned certificate = new SelfSigned(directory);
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    secure.setExecutor(threads);
    secure.createContext("/", this::receive);
    secure.start();
    String https = "https://127.0.0.1:" + secure.getAddress().getPort() + "/hook";
    sinks.camel().getRegistry().bind("crmTrust", certificate.trust());
    // When
    sinks.sink("crm", "webhook:" + https, Map.of("retries", "0"));
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).isEmpty();
    assertThat(reason()).startsWith("SSLHandshakeException");
    // When
    sinks.sink(
        "trusting", "webhook:" + https + "?sslContextParameters=#crmTrust", Map.of("retries", "0"));
    sinks.give("trusting", Samples.PLACE_GROUP, Map.of());
    secure.stop(0);
    // Then
    assertThat(requests).extracting(Request::body).containsExactly(Samples.PLACE_GROUP);
    assertThat(sinks.deadLetter("trusting")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500, 503})
  void only_2xx_is_a_delivery(int status) throws Exception {
    // Given
    answer = http -> http.sendResponseHeaders(status, -1);
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "0"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).hasSize(1);
    assertThat(reason()).isEqualTo("HTTP status " + status);
  }

  @Test
  void a_compressed_answer_does_no_harm_and_cookies_are_not_kept() throws Exception {
    // Given
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write("{\"ok\":true}".getBytes(StandardCharsets.UTF_8));
    }
    answer =
        http -> {
          http.getResponseHeaders().add("Content-Encoding", "gzip");
          http.getResponseHeaders().add("Set-Cookie", "a=b; Path=/");
          http.sendResponseHeaders(200, zipped.size());
          http.getResponseBody().write(zipped.toByteArray());
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "0"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).header("Cookie")).isNull();
    assertThat(sinks.deadLetter("crm")).isNull();
  }

  @Test
  void an_endless_answer_is_cut_off() throws Exception {
    // Given
    AtomicBoolean cut = new AtomicBoolean();
    answer =
        http -> {
          http.sendResponseHeaders(200, 0);
          try (OutputStream out = http.getResponseBody()) {
            while (true) {
              out.write(new byte[8192]);
            }
          } catch (IOException gone) {
            cut.set(true);
          }
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of("retries", "0"));
    // When
    Assertions.assertThatCode(() -> sinks.give("crm", Samples.AGENT_GROUP, Map.of()))
        .doesNotThrowAnyException();
    // Then
    org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).untilTrue(cut);
    assertThat(requests).hasSize(1);
  }

  @Test
  void a_receiver_that_hangs_is_given_up_after_the_response_timeout() throws Exception {
    // Given
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      sinks.sink(
          "crm",
          "webhook:http://127.0.0.1:" + silent.getLocalPort() + "/?responseTimeout=200",
          Map.of("retries", "0"));
      // When
      sinks.give("crm", Samples.AGENT_GROUP, Map.of());
      // Then
      assertThat(reason()).startsWith("SocketTimeoutException");
    }
  }

  @Test
  void a_receiver_whose_header_lines_drip_is_given_up_at_the_deadline() throws Exception {
    // Given
    try (HostilePeer dripping =
        new HostilePeer(HostilePeer.dripping("HTTP/1.1 200 OK\r\n", "a:b\r\n"))) {
      sinks.sink(
          "crm",
          "webhook:" + dripping.url() + "/?responseTimeout=300&connectionRequestTimeout=200",
          Map.of("retries", "0"));
      // When
      sinks.give("crm", Samples.AGENT_GROUP, Map.of());
      // Then
      assertThat(reason())
          .isEqualTo(
              "SocketTimeoutException: the exchange took longer than 800 ms, so the connection was"
                  + " ended");
    }
  }

  @Test
  void a_connection_is_used_again() throws Exception {
    // Given
    List<InetSocketAddress> callers = new CopyOnWriteArrayList<>();
    answer =
        http -> {
          callers.add(http.getRemoteAddress());
          http.sendResponseHeaders(200, 2);
          http.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
        };
    sinks.sink("crm", "webhook:" + url + "/hook", Map.of());
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(callers).hasSize(2);
    assertThat(callers.get(0)).isEqualTo(callers.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "followRedirects=true",
        "bridgeEndpoint=true",
        "skipControlHeaders=false",
        "httpMethod=DELETE",
        "okStatusCodeRange=200-599",
        "x509HostnameVerifier=#x",
        "httpClient.redirectsEnabled=true",
      })
  void options_that_would_undo_the_hardening_are_refused(String option) {
    assertThatThrownBy(() -> sinks.sink("crm", "webhook:" + url + "/?" + option, Map.of()))
        .hasStackTraceContaining(
            "webhook: the option '" + option.substring(0, option.indexOf('=')) + "' is fixed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "bad", "split", "mine"})
  void headers_that_cannot_be_sent_fail_at_the_start(String set) {
    assertThatThrownBy(() -> sinks.sink("crm", "webhook:" + url + "/?headers=" + set, Map.of()))
        .hasStackTraceContaining("workbin.headers." + set + ".");
  }

  @Test
  void a_target_that_is_no_url_is_refused() {
    assertThatThrownBy(() -> sinks.sink("crm", "webhook:crm/hook", Map.of()))
        .hasStackTraceContaining("write webhook:https://host/path");
  }

  private String reason() {
    Exchange letter = sinks.deadLetter("crm");
    assertThat(letter).isNotNull();
    assertThat(letter.getMessage().getBody()).isEqualTo(Samples.AGENT_GROUP);
    return letter.getMessage().getHeader(SinkFailure.REASON, String.class);
  }
}
