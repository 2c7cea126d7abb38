package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkRouteTest {
  private static final String SECRET = "s3cret-of-the-configuration";

  @TempDir Path directory;
  private final List<Exchange> received = new ArrayList<>();
  private SinkContext sinks;

  @BeforeEach
  void start() throws Exception {
    sinks = new SinkContext(Map.of("secret", SECRET));
    sinks.camel().getRegistry().bind("receiver", (Processor) received::add);
  }

  @AfterEach
  void stop() {
    sinks.close();
  }

  @Test
  void the_seed_samples_reach_the_shipped_file_sink_letter_by_letter() throws Exception {
    // Given
    Path file = directory.resolve("sinks/notifications.ndjson");
    sinks.sink("audit", "ndjson:" + file, Map.of());
    // When
    sinks.give("audit", Samples.AGENT_GROUP, Map.of());
    sinks.give("audit", Samples.PLACE_GROUP, Map.of());
    // Then
    assertThat(file).content().isEqualTo(Samples.AGENT_GROUP + "\n" + Samples.PLACE_GROUP + "\n");
  }

  @Test
  void gets_what_the_rule_takes_and_nothing_else() throws Exception {
    // Given
    sinks.sink("places", "bean:receiver", Map.of("when", "groupKind=placeGroup; media=chat"));
    // When
    sinks.give("places", Samples.AGENT_GROUP, Map.of());
    sinks.give("places", Samples.PLACE_GROUP, Map.of());
    // Then
    assertThat(received).hasSize(1);
    assertThat(received.get(0).getMessage().getBody()).isEqualTo(Samples.PLACE_GROUP);
    assertThat(sinks.deadLetter("places")).isNull();
  }

  @Test
  void no_header_from_outside_survives_and_no_placeholder_is_resolved() throws Exception {
    // Given
    sinks.sink("audit", "bean:receiver", Map.of());
    String hostile = Samples.inAgentGroup("{{secret}} ${body} %7B%7Bsecret}}");
    // When
    sinks.give(
        "audit",
        hostile,
        Map.of(
            "CamelHttpUri", "http://evil",
            "camelhttpuri", "http://evil",
            "CAmelFileName", "../evil",
            "org.apache.camel.x", "y",
            "JMSReplyTo", "evil",
            "Authorization", "Basic xyz"));
    // Then
    assertThat(received.get(0).getMessage().getHeaders())
        .isEqualTo(Map.of("Content-Type", "application/json"));
    assertThat(received.get(0).getMessage().getBody(String.class))
        .isEqualTo(hostile)
        .doesNotContain(SECRET);
  }

  @Test
  void tries_again_and_then_keeps_the_spooled_text_as_a_dead_letter_with_the_reason()
      throws Exception {
    // Given
    AtomicInteger attempts = new AtomicInteger();
    sinks
        .camel()
        .getRegistry()
        .bind(
            "broken",
            (Processor)
                exchange -> {
                  attempts.incrementAndGet();
                  exchange.getMessage().setBody("half done");
                  exchange.getMessage().setHeader("CamelHttpUri", "x");
                  throw new IllegalStateException("no\r\ndisk " + "x".repeat(500));
                });
    sinks.sink("audit", "bean:broken", Map.of("retries", "3"));
    String spooled = " " + Samples.AGENT_GROUP;
    // When
    Exchange result = sinks.give("audit", spooled, Map.of("evil", "header"));
    // Then
    assertThat(attempts).hasValue(4);
    assertThat(result.isFailed()).isFalse();
    Exchange letter = sinks.deadLetter("audit");
    assertThat(letter.getMessage().getBody()).isEqualTo(spooled);
    assertThat(letter.getMessage().getHeaders())
        .containsOnlyKeys(SinkFailure.HEADERS)
        .containsEntry(SinkFailure.SINK, "audit")
        .containsEntry(SinkFailure.FAILED_AT, SinkContext.NOW.toString());
    assertThat(letter.getMessage().getHeader(SinkFailure.REASON, String.class))
        .startsWith("IllegalStateException: no__disk xxx")
        .hasSize(300);
  }

  @Test
  void what_is_no_notification_becomes_a_dead_letter_at_once() throws Exception {
    // Given
    sinks.sink("audit", "bean:receiver", Map.of("retries", "1000", "firstDelay", "1h"));
    // When
    sinks.give("audit", "{\"secret\":", Map.of());
    sinks.give("audit", 4711, Map.of());
    // Then
    Exchange broken = sinks.deadLetter("audit");
    assertThat(broken.getMessage().getBody()).isEqualTo("{\"secret\":");
    assertThat(broken.getMessage().getHeader(SinkFailure.REASON, String.class))
        .startsWith("UnreadableNotificationException: The message is no notification")
        .doesNotContain("secret");
    assertThat(sinks.deadLetter("audit").getMessage().getBody()).isEqualTo(4711);
    assertThat(received).isEmpty();
  }

  @Test
  void a_dead_letter_that_cannot_be_kept_fails_the_delivery() throws Exception {
    // Given
    sinks.sink(
        "audit",
        "bean:receiver",
        Map.of("deadLetters", "direct:nobody-listens?block=false", "retries", "0"));
    // When
    Exchange result = sinks.give("audit", "no json", Map.of());
    // Then
    assertThat(result.isFailed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grup=Sales", "groupKind=agents", "media="})
  void a_wrong_rule_fails_at_the_start_and_names_the_sink(String when) {
    assertThatThrownBy(() -> sinks.sink("audit", "bean:receiver", Map.of("when", when)))
        .hasMessageContaining("Sink 'audit': in when=" + when);
  }

  @Test
  void a_name_that_cannot_be_a_queue_fails_at_the_start() {
    assertThatThrownBy(() -> sinks.sink("a b", "bean:receiver", Map.of()))
        .hasMessageContaining("The sink name 'a b' cannot be a queue's name");
  }

  @Test
  void a_sink_without_a_target_fails_at_the_start_and_names_the_parameter() {
    DefaultCamelContext camel = (DefaultCamelContext) sinks.camel();
    assertThatThrownBy(() -> camel.addRouteFromTemplate("audit", "sink", Map.of()))
        .hasMessageContaining("mandatory parameters must be provided: to");
  }

  @Test
  void hostile_names_in_a_rule_are_not_evaluated() throws Exception {
    // Given
    sinks.sink("audit", "bean:receiver", Map.of("when", "group=\"R&D, ?:2>1; 100% C++ \u5927\""));
    // When
    sinks.give("audit", Samples.inAgentGroup("R&D, ?:2>1; 100% C++ \u5927"), Map.of());
    sinks.give("audit", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(received).hasSize(1);
  }
}
