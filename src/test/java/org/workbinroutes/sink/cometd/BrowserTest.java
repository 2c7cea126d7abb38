package org.workbinroutes.sink.cometd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.workbinroutes.sink.Samples;
import org.workbinroutes.sink.SinkContext;

/** What the CometD sink is for: CometD's JavaScript client in a real browser. */
@Timeout(90)
@DisplayName("In a browser (skipped without chromium and npm ci --prefix src/browser)")
@EnabledIf(
    value = "org.workbinroutes.sink.cometd.Desk#isThereOrDemanded",
    disabledReason = "There is no chromium, or npm ci --prefix src/browser was not run")
class BrowserTest {
  private final KnownPort component = new KnownPort();
  private SinkContext sinks;
  private Desk desk;

  @BeforeEach
  void start() throws Exception {
    desk = new Desk();
    sinks = new SinkContext(Map.of());
    sinks.camel().removeComponent("cometd");
    sinks.camel().addComponent("cometd", component);
    component.setHandshakeToken("t0ken");
  }

  @AfterEach
  void stop() {
    desk.close();
    sinks.close();
  }

  private void startSink(String allowedOrigin) throws Exception {
    sinks.sink(
        "desk",
        "cometd:127.0.0.1:0/notifications?crossOriginFilterOn=true&allowedOrigins=" + allowedOrigin,
        Map.of());
  }

  private String server() {
    return "http://127.0.0.1:" + component.port() + "/cometd";
  }

  @Test
  void receives_notifications_and_can_do_nothing_else() throws Exception {
    // Given
    startSink(desk.origin());
    // When
    desk.open(Map.of("server", server(), "token", "t0ken"));
    // Then
    assertThat(desk.await("right token").get("successful").booleanValue()).isTrue();
    assertThat(desk.await("subscribed").booleanValue()).isTrue();
    assertThat(desk.await("foreign").booleanValue()).isFalse();
    assertThat(desk.await("published").booleanValue()).isFalse();
    assertThat(desk.await("wrong token").get("error").asText()).startsWith("403::");
    assertThat(desk.await("callback-polling").get("successful").booleanValue()).isFalse();
    // When
    sinks.give("desk", Samples.inAgentGroup("M\u00FCnchen \u5927\u962A"), Map.of("X-Secret", "1"));
    sinks.give("desk", Samples.PLACE_GROUP, Map.of());
    // Then
    JsonNode first = desk.await("message");
    assertThat(first.get("data"))
        .isEqualTo(new ObjectMapper().readTree(Samples.inAgentGroup("M\u00FCnchen \u5927\u962A")));
    assertThat(first.has("ext")).isFalse();
    assertThat(desk.await("message").get("data"))
        .isEqualTo(new ObjectMapper().readTree(Samples.PLACE_GROUP));
  }

  @Test
  void a_page_of_another_origin_is_refused() throws Exception {
    // Given
    startSink("https://desk.example");
    // When
    desk.open(Map.of("server", server(), "token", "t0ken"));
    // Then
    assertThat(desk.await("right token").get("successful").booleanValue()).isFalse();
  }
}
