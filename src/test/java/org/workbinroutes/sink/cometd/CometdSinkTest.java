package org.workbinroutes.sink.cometd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.client.ClientSession;
import org.cometd.bayeux.client.ClientSessionChannel;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.cometd.common.HashMapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.Samples;
import org.workbinroutes.sink.SinkContext;

@Timeout(180)
class CometdSinkTest {
  private static final String CHANNEL = "/notifications";
  private static final int LARGEST_MESSAGE = 64 * 1024;
  private static final String HANDSHAKE =
      "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\",\"id\":\"1\","
          + "\"supportedConnectionTypes\":[\"long-polling\",\"callback-polling\"]}]";

  private final org.eclipse.jetty.client.HttpClient http =
      new org.eclipse.jetty.client.HttpClient();
  private final List<BayeuxClient> clients = new ArrayList<>();
  private final KnownPort component = new KnownPort();
  private SinkContext sinks;

  @BeforeEach
  void start() throws Exception {
    http.start();
    sinks = new SinkContext(Map.of("secret", "s3cret-of-the-configuration"));
    sinks.camel().removeComponent("cometd");
    sinks.camel().addComponent("cometd", component);
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(client -> client.disconnect(2_000));
    sinks.close();
    http.stop();
  }

  @Test
  void a_browser_receives_the_notification_as_an_object_and_no_header() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    BayeuxClient client = connect(Map.of());
    assertThat(subscribe(client, CHANNEL, received).isSuccessful()).isTrue();
    // When
    sinks.give("desk", Samples.inAgentGroup("{{secret}} \u5927\u962A"), Map.of("X-Evil", "1"));
    sinks
        .camel()
        .createProducerTemplate()
        .sendBodyAndHeaders(
            "cometd:127.0.0.1:0" + CHANNEL,
            Samples.PLACE_GROUP,
            Map.of("Authorization", "Basic xyz", "CamelFileAbsolutePath", "/etc/passwd"));
    // Then
    Message first = received.poll(60, TimeUnit.SECONDS);
    Message second = received.poll(60, TimeUnit.SECONDS);
    assertThat(first.getDataAsMap().get("agentGroup")).isEqualTo("{{secret}} \u5927\u962A");
    assertThat(second.getDataAsMap())
        .containsOnlyKeys(new NotificationCodec().readMap(Samples.PLACE_GROUP).keySet());
    assertThat(second.getDataAsMap().toString()).contains("RRequestedSkills=null");
    assertThat(List.of(first, second)).allSatisfy(m -> assertThat(m.getExt()).isNull());
  }

  @Test
  void a_client_cannot_publish() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    subscribe(connect(Map.of()), CHANNEL, received);
    BayeuxClient hostile = connect(Map.of());
    // When
    CompletableFuture<Message> answer = new CompletableFuture<>();
    Message.Mutable message = new HashMapMessage();
    message.setChannel(CHANNEL);
    message.setData(Map.of("action", "forged"));
    message.getExt(true).put("CamelHeaders", Map.of("CamelHttpUri", "http://evil"));
    hostile.getChannel(CHANNEL).publish(message, answer::complete);
    // Then
    assertThat(answer.get(60, TimeUnit.SECONDS).isSuccessful()).isFalse();
    sinks.give("desk", Samples.AGENT_GROUP, Map.of());
    assertThat(received.poll(60, TimeUnit.SECONDS).getDataAsMap().get("action"))
        .isEqualTo("ItemAdded");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/foreign", "/**", "/*", "/notifications/*", "/notifications/x", "/service/x"})
  void a_client_cannot_subscribe_to_another_channel(String channel) throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // When
    Message answer = subscribe(connect(Map.of()), channel, new LinkedBlockingQueue<>());
    // Then
    assertThat(answer.isSuccessful()).isFalse();
  }

  @Test
  void camel_headers_of_a_client_are_taken_out_and_never_come_back() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    String hostile =
        HANDSHAKE.replace(
            "\"id\":\"1\"", "\"id\":\"1\",\"ext\":{\"CamelHeaders\":{\"CamelHttpUri\":\"evil\"}}");
    // When
    HttpResponse<String> answer = post(hostile);
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"successful\":true").doesNotContain("Camel", "evil");
  }

  @Test
  void only_a_client_with_the_token_is_let_in() throws Exception {
    // Given
    component.setHandshakeToken("t0ken");
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // Then
    assertThat(post(HANDSHAKE).body()).contains("403::").doesNotContain("clientId");
    for (String wrong : List.of("\"\"", "\"T0ken\"", "\"t0ken \"", "null", "1", "[\"t0ken\"]")) {
      assertThat(post(withToken(wrong)).body()).contains("403::").doesNotContain("clientId");
    }
    assertThat(post(withToken("\"t0ken\"")).body()).contains("\"successful\":true");
    BayeuxClient client = connect(Map.of(Message.EXT_FIELD, Map.of("token", "t0ken")));
    assertThat(subscribe(client, CHANNEL, new LinkedBlockingQueue<>()).isSuccessful()).isTrue();
  }

  @Test
  void jsonp_is_refused() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    String query =
        "?jsonp=callback&message=" + URLEncoder.encode(HANDSHAKE, StandardCharsets.UTF_8);
    // When
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri("/cometd/handshake" + query)).GET());
    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("clientId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wide", "deep"})
  void oversized_messages_are_refused_and_the_server_lives_on(String shape) throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // one byte too many: of a body that is longer the server leaves a part unread, and closing on
    // that can take the answer away from the client
    int tooLong = LARGEST_MESSAGE + 1 - HANDSHAKE.length() + 1;
    String hostile =
        shape.equals("wide")
            ? HANDSHAKE.replace("\"id\":\"1\"", "\"id\":\"" + "x".repeat(tooLong) + "\"")
            : "[".repeat(60_000);
    // When
    HttpResponse<String> answer = post(hostile);
    // Then
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(answer.body()).doesNotContain("clientId", "xxxx", "[[[[");
    assertThat(post(HANDSHAKE).statusCode()).isEqualTo(200);
  }

  @Test
  void tells_nothing_of_itself_and_marks_its_cookie() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // When
    HttpResponse<String> answer = post(HANDSHAKE);
    // Then
    assertThat(answer.headers().firstValue("Server")).isEmpty();
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(answer.headers().allValues("Set-Cookie"))
        .isNotEmpty()
        .allSatisfy(
            cookie ->
                assertThat(cookie)
                    .containsIgnoringCase("HttpOnly")
                    .containsIgnoringCase("SameSite=Strict"));
    assertThat(answer.body()).doesNotContain("callback-polling", "websocket");
    assertThat(send(HttpRequest.newBuilder(uri("/")).GET()).statusCode()).isEqualTo(404);
  }

  @Test
  void two_sinks_share_a_port_and_each_client_hears_its_channel() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0/desk", Map.of());
    sinks.sink("wall", "cometd:127.0.0.1:0/wall", Map.of());
    BlockingQueue<Message> wall = new LinkedBlockingQueue<>();
    subscribe(connect(Map.of()), "/wall", wall);
    // When
    sinks.give("desk", Samples.AGENT_GROUP, Map.of());
    sinks.give("wall", Samples.PLACE_GROUP, Map.of());
    // Then
    assertThat(wall.poll(60, TimeUnit.SECONDS).getDataAsMap()).containsKey("placeGroup");
    assertThat(wall).isEmpty();
  }

  @Test
  void nobody_listening_is_no_failure() throws Exception {
    // Given
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // Then
    assertThat(sinks.give("desk", Samples.AGENT_GROUP, Map.of()).isFailed()).isFalse();
    assertThat(sinks.deadLetter("desk")).isNull();
  }

  @Test
  void without_a_token_the_sink_is_called_by_no_foreign_name() throws Exception {
    // Given
    component.setHosts("desk.example, Desk.Local");
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // When / Then
    for (String host :
        List.of("evil.example", "evil.example:80", "127.0.0.1.evil.example", "a.b")) {
      assertThat(handshake("/cometd", "Host: " + host).status).as(host).isEqualTo(421);
      assertThat(handshake("/", "Host: " + host).status).as(host).isEqualTo(421);
      assertThat(handshake("http://" + host + "/cometd", "Host: " + host).status).isEqualTo(421);
    }
    assertThat(handshake("http://evil.example/cometd", "Host: 127.0.0.1").status).isIn(400, 421);
    assertThat(handshake("/cometd", "Host: 127.0.0.1", "Host: evil.example").status).isEqualTo(400);
    for (String host :
        List.of("127.0.0.1:1", "LOCALHOST", "[::1]:1", "desk.example", "desk.local")) {
      assertThat(handshake("/cometd", "Host: " + host).status).as(host).isEqualTo(200);
    }
  }

  @Test
  void an_empty_token_does_not_open_the_sink() {
    assertThatThrownBy(() -> component.setHandshakeToken(" "))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void with_a_token_the_sink_has_any_name() throws Exception {
    // Given
    component.setHandshakeToken("t0ken");
    sinks.sink("desk", "cometd:127.0.0.1:0" + CHANNEL, Map.of());
    // When / Then
    assertThat(handshake("/cometd", "Host: desk.example").status).isEqualTo(200);
  }

  private Answer handshake(String target, String... headers) throws Exception {
    return new RawHttp(component.port())
        .send(
            ("POST "
                    + target
                    + " HTTP/1.1\r\n"
                    + String.join("\r\n", headers)
                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                    + HANDSHAKE.length()
                    + "\r\n\r\n"
                    + HANDSHAKE)
                .getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cometd:0.0.0.0:0/notifications            | camel.component.cometd.handshakeToken",
        "cometd:127.0.0.1:0                        | cometd names no channel",
        "cometd:127.0.0.1:0/meta/handshake         | cometd cannot publish to the channel",
        "cometd:127.0.0.1:0/**                     | cometd cannot publish to the channel",
        "cometd:127.0.0.1:0/n?crossOriginFilterOn=true | name the origins",
      })
  void an_open_door_fails_at_the_start(String to, String message) {
    assertThatThrownBy(() -> sinks.sink("desk", to, Map.of())).hasStackTraceContaining(message);
  }

  @Test
  void nothing_can_be_consumed_from_it() {
    assertThatThrownBy(
            () -> sinks.camel().getEndpoint("cometd:127.0.0.1:0/x").createConsumer(e -> {}))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private BayeuxClient connect(Map<String, Object> handshake) {
    BayeuxClient client =
        new BayeuxClient(
            "http://127.0.0.1:" + component.port() + "/cometd",
            new JettyHttpClientTransport(new HashMap<>(), http));
    clients.add(client);
    client.handshake(new HashMap<>(handshake));
    assertThat(client.waitFor(5_000, BayeuxClient.State.CONNECTED)).isTrue();
    return client;
  }

  private static Message subscribe(
      ClientSession client, String channel, BlockingQueue<Message> received) throws Exception {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    ClientSessionChannel.MessageListener listener = (c, message) -> received.add(message);
    client.getChannel(channel).subscribe(listener, answer::complete);
    return answer.get(60, TimeUnit.SECONDS);
  }

  private static String withToken(String json) {
    return HANDSHAKE.replace("\"id\":\"1\"", "\"id\":\"1\",\"ext\":{\"token\":" + json + "}");
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri("/cometd/handshake"))
            .header("Content-Type", "application/json;charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    await().until(() -> component.port() > 0);
    return URI.create("http://127.0.0.1:" + component.port() + path);
  }
}
