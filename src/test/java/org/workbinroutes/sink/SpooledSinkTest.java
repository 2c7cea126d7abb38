package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SpooledSinkTest {
  @TempDir Path directory;
  private Spool spool;
  private SinkContext sinks;

  @BeforeEach
  void start() throws Exception {
    spool = new Spool(directory.resolve("broker"));
    sinks = newContext();
  }

  @AfterEach
  void stop() throws Exception {
    sinks.close();
    spool.stop();
  }

  private SinkContext newContext() throws Exception {
    SinkContext context = new SinkContext(Map.of());
    spool.addTo(context.camel());
    return context;
  }

  /** A receiver that is up or down, and remembers what it got. */
  private static final class Receiver implements Processor {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> attempted = new CopyOnWriteArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();

    @Override
    public void process(Exchange exchange) {
      String body = exchange.getMessage().getBody(String.class);
      attempted.add(body);
      if (down.get()) {
        throw new IllegalStateException("down");
      }
      received.add(body);
    }
  }

  private Receiver receiver(String name) {
    Receiver receiver = new Receiver();
    sinks.camel().getRegistry().bind(name, receiver);
    return receiver;
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Samples.AGENT_GROUP.replace("0001BaBFVPR20035", "ixn-" + i))
        .toArray(String[]::new);
  }

  @Test
  void a_sink_that_has_started_misses_nothing() throws Exception {
    // Given
    receiver("crm");
    // When
    sinks.spooledSink("crm", "bean:crm", Map.of());
    // Then
    assertThat(spool.knows("crm")).isTrue();
  }

  @Test
  void a_dead_sink_delays_no_other_and_loses_nothing() throws Exception {
    // Given
    Receiver dead = receiver("dead");
    dead.down.set(true);
    Receiver alive = receiver("alive");
    sinks.spooledSink("dead", "bean:dead", Map.of("firstDelay", "100ms", "maxDelay", "100ms"));
    sinks.spooledSink("alive", "bean:alive", Map.of());
    String[] notifications = numbered(50);
    // When
    spool.publish(Map.of(), notifications);
    // Then
    await().untilAsserted(() -> assertThat(alive.received).containsExactly(notifications));
    assertThat(dead.attempted).containsOnly(notifications[0]);
    dead.down.set(false);
    await().untilAsserted(() -> assertThat(dead.received).containsExactly(notifications));
    assertThat(spool.hasQueue("workbin.sink.dead.dead-letters")).isFalse();
  }

  @Test
  void what_comes_while_a_sink_is_stopped_waits_for_it() throws Exception {
    // Given
    receiver("crm");
    sinks.spooledSink("crm", "bean:crm", Map.of());
    sinks.close();
    String[] notifications = numbered(10);
    // When
    spool.publish(Map.of(), notifications);
    sinks = newContext();
    Receiver again = receiver("crm");
    sinks.spooledSink("crm", "bean:crm", Map.of());
    // Then
    await().untilAsserted(() -> assertThat(again.received).containsExactly(notifications));
    await().until(() -> spool.waitingFor("crm") == 0);
  }

  @ParameterizedTest
  @CsvSource({"10m, false", "200ms, false", "10m, true", "200ms, true"})
  void a_stop_does_not_wait_for_a_dead_sink_and_its_work_is_kept(String delay, boolean routeOnly)
      throws Exception {
    // Given
    Receiver dead = receiver("crm");
    dead.down.set(true);
    sinks.spooledSink("crm", "bean:crm", Map.of("firstDelay", delay, "maxDelay", delay));
    String[] notifications = numbered(3);
    spool.publish(Map.of(), notifications);
    await().until(() -> !dead.attempted.isEmpty());
    // When
    long began = System.nanoTime();
    if (routeOnly) {
      sinks.camel().getRouteController().stopRoute("crm");
    } else {
      sinks.close();
    }
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(spool.waitingFor("crm")).isEqualTo(3);
    assertThat(spool.hasQueue("workbin.sink.crm.dead-letters")).isFalse();
    sinks.close();
    sinks = newContext();
    Receiver again = receiver("crm");
    sinks.spooledSink("crm", "bean:crm", Map.of());
    await().untilAsserted(() -> assertThat(again.received).containsExactly(notifications));
  }

  @Test
  void what_cannot_be_delivered_waits_in_the_sinks_own_dead_letters() throws Exception {
    // Given
    Receiver dead = receiver("crm");
    dead.down.set(true);
    sinks.spooledSink("crm", "bean:crm", Map.of("retries", "1", "firstDelay", "10ms"));
    // When
    spool.publish(Map.of("evil", "1"), Samples.AGENT_GROUP, "no json");
    // Then
    List<Message> letters = spool.take("workbin.sink.crm.dead-letters", 2);
    assertThat(letters).hasSize(2);
    assertThat(((TextMessage) letters.get(0)).getText()).isEqualTo(Samples.AGENT_GROUP);
    assertThat(letters.get(0).getStringProperty(SinkFailure.SINK)).isEqualTo("crm");
    assertThat(letters.get(0).getStringProperty(SinkFailure.REASON))
        .isEqualTo("IllegalStateException: down");
    assertThat(letters.get(0).propertyExists("evil")).isFalse();
    assertThat(((TextMessage) letters.get(1)).getText()).isEqualTo("no json");
    assertThat(dead.attempted).hasSize(2);
    await().until(() -> spool.waitingFor("crm") == 0);
  }

  @Test
  void a_jms_sink_gets_text_and_no_property_of_the_sender() throws Exception {
    // Given
    sinks.spooledSink("bus", "jms:queue:crm.notifications", Map.of("when", "media=chat"));
    // When
    spool.publish(
        Map.of("CamelHttpUri", "http://evil", "camelJmsDestinationName", "evil", "evil", "1"),
        Samples.inAgentGroup("M\u00FCnchen \u5927\u962A"));
    // Then
    List<Message> taken = spool.take("crm.notifications", 1);
    assertThat(taken).hasSize(1);
    assertThat(((TextMessage) taken.get(0)).getText())
        .isEqualTo(Samples.inAgentGroup("M\u00FCnchen \u5927\u962A"));
    assertThat(taken.get(0).getJMSReplyTo()).isNull();
    Enumeration<?> names = taken.get(0).getPropertyNames();
    assertThat(Collections.list(names).toString()).doesNotContain("evil", "Http", "JmsDest");
    assertThat(spool.hasQueue("hostile.reply")).isFalse();
    assertThat(spool.hasQueue("evil")).isFalse();
  }

  @Test
  void every_sink_gets_what_its_rule_takes() throws Exception {
    // Given
    Path file = directory.resolve("sinks/notifications.ndjson");
    Receiver places = receiver("places");
    sinks.spooledSink("audit", "ndjson:" + file, Map.of());
    sinks.spooledSink("places", "bean:places", Map.of("when", "groupKind=placeGroup"));
    // When
    spool.publish(Map.of(), Samples.AGENT_GROUP, Samples.PLACE_GROUP);
    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(file))
                    .containsExactly(Samples.AGENT_GROUP, Samples.PLACE_GROUP));
    await().untilAsserted(() -> assertThat(places.received).containsExactly(Samples.PLACE_GROUP));
    await().until(() -> spool.waitingFor("places") == 0);
  }
}
