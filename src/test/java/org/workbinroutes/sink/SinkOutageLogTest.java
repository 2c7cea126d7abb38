package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.outage.CapturedLog;

/** What the log says of a sink that is down: state lines, and no line for each attempt. */
@Timeout(120)
class SinkOutageLogTest {
  private static final String CUSTOMER = "TestChatCustomer";

  @TempDir Path directory;
  private final AtomicBoolean down = new AtomicBoolean(true);
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicInteger delivered = new AtomicInteger();
  private volatile String refused = "none";
  private Spool spool;
  private SinkContext sinks;
  private CapturedLog log;

  @BeforeEach
  void start() throws Exception {
    spool = new Spool(directory.resolve("broker"));
    sinks = new SinkContext(Map.of());
    spool.addTo(sinks.camel());
    sinks
        .camel()
        .getRegistry()
        .bind(
            "crm",
            (Processor)
                exchange -> {
                  attempts.incrementAndGet();
                  String text = exchange.getMessage().getBody(String.class);
                  if (down.get() || text.contains("\"" + refused + "\"")) {
                    throw new IllegalStateException("down for " + CUSTOMER);
                  }
                  delivered.incrementAndGet();
                });
    log = CapturedLog.ofAll();
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    sinks.close();
    spool.stop();
  }

  private void publishInWorkbins(int count) throws Exception {
    publishInWorkbins(0, count);
  }

  private void publishInWorkbins(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      spool.publish(
          Map.of("JMSXGroupID", "bin-" + i),
          Samples.AGENT_GROUP.replace("0001BaBFVPR20035", "ixn-" + i));
    }
  }

  private List<String> linesOfSink() {
    return log.lines().stream().filter(line -> line.contains("crm")).toList();
  }

  @Test
  void anOutageOfASinkIsOneLineWhenItBeginsAndOneWhenItEnds() throws Exception {
    // Given
    sinks.spooledSink(
        "crm", "bean:crm", Map.of("firstDelay", "20ms", "maxDelay", "20ms", "retries", "-1"));
    // When
    publishInWorkbins(20);
    await().atMost(Duration.ofSeconds(60)).until(() -> attempts.get() > 200);
    down.set(false);
    await().atMost(Duration.ofSeconds(60)).until(() -> delivered.get() == 20);
    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(log.linesWith("is back after")).hasSize(1));
    assertThat(log.linesWith("is back after").get(0)).startsWith("INFO Sink crm is back after ");
    assertThat(log.linesWith("Sink crm is down"))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line).startsWith("WARN ").contains("(IllegalStateException)", "wait"));
    assertThat(log.linesWith("Failed delivery")).isEmpty();
    assertThat(log.lines().toString()).doesNotContain(CUSTOMER);
  }

  @Test
  void aDeadLetterThatCannotBeKeptIsAnOutageOfTheStoreWithoutStackTraces() throws Exception {
    // Given
    sinks.spooledSink(
        "crm",
        "bean:crm",
        Map.of("retries", "0", "deadLetters", "direct:nobody-listens?block=false"));
    // When
    publishInWorkbins(3);
    await().atMost(Duration.ofSeconds(60)).until(() -> attempts.get() >= 4);
    down.set(false);
    await().atMost(Duration.ofSeconds(60)).until(() -> delivered.get() == 3);
    // Then
    assertThat(log.stackTraces()).isEmpty();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(log.linesWith("The dead letter store of sink crm")).hasSize(2));
    assertThat(log.linesWith("new dead letter")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10m", "50ms"})
  void aStopWithASinkThatIsDownSaysLittle(String delay) throws Exception {
    // Given
    sinks.spooledSink("crm", "bean:crm", Map.of("firstDelay", delay, "maxDelay", delay));
    publishInWorkbins(30);
    await().atMost(Duration.ofSeconds(60)).until(() -> attempts.get() >= 8);
    int before = log.lines().size();
    // When
    sinks.close();
    // Then
    assertThat(log.stackTraces()).isEmpty();
    List<String> lines = log.lines();
    assertThat(lines.subList(before, lines.size()))
        .filteredOn(line -> line.startsWith("WARN") || line.contains("Sink"))
        .hasSizeLessThanOrEqualTo(3);
    assertThat(lines.toString()).doesNotContain(CUSTOMER);
    assertThat(spool.waitingFor("crm")).isEqualTo(30);
  }

  @Test
  void aSinkThatTakesOthersIsNotDownBecauseOfOneThatItRefuses() throws Exception {
    // Given
    down.set(false);
    refused = "ixn-0";
    sinks.spooledSink("crm", "bean:crm", Map.of("firstDelay", "2s", "retries", "1"));
    // When
    publishInWorkbins(1);
    await().atMost(Duration.ofSeconds(60)).until(() -> attempts.get() == 1);
    publishInWorkbins(1, 20);
    await().atMost(Duration.ofSeconds(60)).until(() -> delivered.get() == 19);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(log.linesWith("new dead letter")).isNotEmpty());
    // Then: when it failed first the sink had taken nothing else
    assertThat(log.linesWith("Sink crm is down")).hasSize(1);
    assertThat(log.linesWith("Sink crm is back")).hasSize(1);
    assertThat(activities().of("crm").outage(Duration.ofDays(1))).isEmpty();
  }

  private SinkActivities activities() {
    return sinks.camel().getRegistry().findSingleByType(SinkActivities.class);
  }

  @Test
  void deadLettersAreLoggedWithoutWhatTheyHoldAndNotWithoutBound() throws Exception {
    // Given
    sinks.spooledSink("crm", "bean:crm", Map.of("firstDelay", "1ms", "retries", "0"));
    // When
    publishInWorkbins(100);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> attempts.get() == 100 && spool.waitingFor("crm") == 0);
    // Then
    assertThat(log.linesWith("further ones of this minute are only counted")).hasSize(1);
    List<String> letters = log.linesWith("ead letter");
    assertThat(letters).isNotEmpty().hasSizeLessThanOrEqualTo(10);
    assertThat(letters.get(0))
        .startsWith("WARN ")
        .contains("crm", "IllegalStateException")
        .containsPattern("[0-9a-f]{8}-[0-9a-f]{4}");
    assertThat(log.lines().toString()).doesNotContain(CUSTOMER);
    assertThat(linesOfSink()).hasSizeLessThanOrEqualTo(15);
  }
}
