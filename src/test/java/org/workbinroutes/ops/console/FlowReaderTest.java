package org.workbinroutes.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.spool.RunningSinks;
import org.workbinroutes.sink.spool.SinkDesk;

/** What the page is told, from a real ledger and real meters. */
class FlowReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger =
        Ledgers.open(
            new LedgerSettings(
                "memory",
                null,
                null,
                "node",
                Duration.ofMinutes(5),
                Duration.ofDays(30),
                Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    ledger.close();
    context.stop();
  }

  private Flow read(MeterRegistry registry) throws Exception {
    return new FlowReader(
            ledger,
            new SinkDesk(new RunningSinks(), null, new NotificationCodec()),
            registry,
            new HealthReader(context),
            clock)
        .read();
  }

  private void count(String meter, String tag, String name, String outcome, int n) {
    meters.counter(meter, tag, name, "outcome", outcome).increment(n);
  }

  @Test
  void tellsWhatTheMetersCount() throws Exception {
    // Given
    count("workbin.placements", "intake", "http", "accepted", 3);
    count("workbin.placements", "intake", "http", "refused", 1);
    FunctionCounter.builder("workbin.placements", 2, Integer::doubleValue)
        .tags("intake", "inbox", "outcome", "accepted")
        .register(meters);
    meters.counter("workbin.placements", "other", "tags").increment();
    InLedger.receive(
        ledger,
        new PlacementRequest(
            "r-1",
            new GroupWorkbin("wb-1", GroupKind.AGENT_GROUP, "Sales"),
            "ixn-1",
            AddOperation.ADD_CHAT,
            false,
            Map.of()),
        "http");
    // When
    Flow flow = read(meters);
    // Then
    assertThat(flow.at()).isEqualTo(NOW.toEpochMilli());
    assertThat(flow.intakes())
        .containsExactly(
            new Flow.Intake("http", Map.of("accepted", 3L, "refused", 1L)),
            new Flow.Intake("inbox", Map.of("accepted", 2L)));
    assertThat(flow.placements())
        .containsEntry(PlacementState.RECEIVED, 1L)
        .containsEntry(PlacementState.FAILED, 0L);
    assertThat(flow.sinks()).isEmpty();
  }

  @Test
  void nothingIsCountedWithoutMeters() throws Exception {
    assertThat(read(null).intakes()).isEmpty();
    assertThat(read(meters).intakes()).isEmpty();
  }
}
