package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.PlacementRequest;

class EnrichmentTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final GroupWorkbin BIN =
      new GroupWorkbin(
          "6c715fa9-de16-4d23-b07c-cbcb1caf3e07", GroupKind.AGENT_GROUP, "MyAgentGroup");

  private final MemoryLedger ledger = new MemoryLedger();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final SinkPlans plans = new SinkPlans();
  private final NotificationCodec codec = new NotificationCodec();
  private DefaultCamelContext context;

  @AfterEach
  void stop() {
    if (context != null) {
      context.stop();
    }
  }

  private Enrichment enrichment(LedgerView book, String redact) throws Exception {
    context = new DefaultCamelContext();
    Properties properties = new Properties();
    properties.setProperty("workbin.redact", redact);
    context.getPropertiesComponent().setInitialProperties(properties);
    context.getRegistry().bind("meters", meters);
    if (book != null) {
      context.getRegistry().bind("ledger", book);
    }
    Enrichment enrichment =
        new Enrichment(context, plans, new NotificationCounts(), Clock.fixed(NOW, ZoneOffset.UTC));
    context.addService(enrichment);
    context.start();
    return enrichment;
  }

  private void sent(String requestId, String interactionId) {
    InLedger.receive(
        ledger,
        new PlacementRequest(
            requestId,
            BIN,
            interactionId,
            AddOperation.ADD_CHAT,
            false,
            Map.of("order", requestId)),
        "http");
    ledger.sending(requestId);
  }

  private Notification added(String interactionId) {
    return codec.read(Samples.AGENT_GROUP.replace("0001BaBFVPR20035", interactionId));
  }

  private SinkPlan plan(String name, String when) {
    return SinkPlan.compile(
        new SinkSettings(name, "bean:x", when, null, null, null, null, null),
        new DefaultCamelContext(),
        codec);
  }

  private double counted(String name) {
    return meters.get("workbin.notifications." + name).functionCounter().count();
  }

  @Test
  void a_notification_is_told_whose_it_is() throws Exception {
    // Given
    sent("R-1", "i-1");
    sent("R-2", "i-2");
    ledger.accepted("R-2", 17L);
    sent("R-3", "i-2");
    InLedger.confirm(ledger, BIN, "i-1", null);
    Enrichment enrichment = enrichment(ledger, "");
    List<Notification> group =
        List.of(
            added("i-1"),
            added("nobody's"),
            added("i-2"),
            codec.read(codec.write(added("i-2")).replaceFirst("\\{", "{\"referenceId\":17,")),
            codec.read(
                Samples.AGENT_GROUP
                    .replace("ItemAdded", "ItemRemoved")
                    .replace("0001BaBFVPR20035", "i-1")));
    // When
    List<SpooledNotification> prepared = enrichment.prepare(group);
    // Then
    assertThat(prepared)
        .extracting(s -> s.placement() == null ? null : s.placement().requestId())
        .containsExactly("R-1", null, "R-3", "R-2", null);
    assertThat(prepared.get(0).placement())
        .isEqualTo(new ConfirmedPlacement("R-1", "http", Map.of("order", "R-1")));
    assertThat(prepared).extracting(SpooledNotification::heardAt).containsOnly(NOW);
    assertThat(prepared).extracting(SpooledNotification::id).doesNotHaveDuplicates();
    assertThat(enrichment.prepareAll(List.copyOf(group), prepared))
        .as("another attempt, though a step copied the body")
        .isEqualTo(prepared);
    assertThat(counted("unenriched")).isZero();
  }

  @Test
  void one_question_is_asked_for_a_group_and_none_for_what_cannot_be_ours() throws Exception {
    // Given
    AtomicInteger questions = new AtomicInteger();
    Enrichment enrichment =
        enrichment(
            answering(
                () -> {
                  questions.incrementAndGet();
                  return Map.of();
                }),
            "");
    List<Notification> group = List.of(added("i-1"), added("i-2"), added("i-3"));
    // When
    enrichment.prepareAll(group, enrichment.prepare(group));
    prepare(enrichment, codec.read("{\"messageType\":\"New\"}"));
    // Then
    assertThat(questions).hasValue(1);
  }

  @Test
  void a_ledger_that_fails_holds_up_and_loses_nothing() throws Exception {
    // Given
    AtomicInteger questions = new AtomicInteger();
    Enrichment enrichment =
        enrichment(
            answering(
                () -> {
                  questions.incrementAndGet();
                  throw new IllegalStateException("down");
                }),
            "");
    // When
    List<SpooledNotification> prepared =
        List.of(prepare(enrichment, added("i-1")), prepare(enrichment, added("i-2")));
    // Then
    assertThat(prepared).noneMatch(SpooledNotification::isOurs);
    assertThat(questions).as("left alone after the first failure").hasValue(1);
    assertThat(counted("unenriched")).isEqualTo(2);
  }

  @Test
  void a_ledger_that_hangs_is_waited_for_once_and_not_for_long() throws Exception {
    // Given
    CountDownLatch hang = new CountDownLatch(1);
    Enrichment enrichment =
        enrichment(
            answering(
                () -> {
                  try {
                    hang.await();
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                  return Map.of();
                }),
            "");
    // When
    long began = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(prepare(enrichment, added("i-" + i)).isOurs()).isFalse();
    }
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(450), Duration.ofSeconds(60));
    assertThat(counted("unenriched")).isEqualTo(1_000);
    hang.countDown();
  }

  @Test
  void what_no_sink_takes_is_counted_or_goes_to_the_default_sink() throws Exception {
    // Given
    plans.add(plan("emails", "media=email"));
    plans.add(plan("ours", "ours=true"));
    sent("R-1", "i-1");
    Enrichment enrichment = enrichment(ledger, "");
    // When
    SpooledNotification taken = prepare(enrichment, added("i-1"));
    SpooledNotification counted = prepare(enrichment, added("i-2"));
    plans.add(plan("default", null));
    SpooledNotification routed = prepare(enrichment, added("i-3"));
    // Then
    assertThat(taken.addressee()).isNull();
    assertThat(counted.addressee()).isNull();
    assertThat(routed.addressee()).isEqualTo("default");
    assertThat(counted("unrouted")).isEqualTo(1);
  }

  @Test
  void theAnswerToASubscriptionIsMissedByNobody() throws Exception {
    // Given
    plans.add(plan("emails", "media=email"));
    Enrichment enrichment = enrichment(ledger, "");
    try (CapturedLog log = CapturedLog.ofAll()) {
      // When
      prepare(
          enrichment,
          Notification.of(
              Map.of(
                  "agentGroup", "MyAgentGroup",
                  "id", BIN.id(),
                  "messageType", "WorkbinSubscriptionStateChangeMessage",
                  "referenceId", 74,
                  "stateResource", "Subscribed")));
      // Then
      assertThat(log.linesWith("taken by no sink")).isEmpty();
      assertThat(counted("unrouted")).isZero();
    }
  }

  @Test
  void what_must_never_be_written_is_taken_out_first() throws Exception {
    // Given
    sent("R-1", "i-1");
    Enrichment enrichment = enrichment(ledger, "Customer*, attributes.order");
    // When
    SpooledNotification prepared = prepare(enrichment, added("i-1"));
    // Then
    assertThat(new SpoolCodec(codec).write(prepared))
        .doesNotContain("CustomerSegment")
        .doesNotContain("order")
        .contains("ChatServerHost", "R-1");
    assertThat(enrichment.redacted(added("i-1")).item().toString())
        .doesNotContain("CustomerSegment");
  }

  @Test
  void a_wrong_list_stops_the_start_by_its_name() {
    assertThatThrownBy(() -> enrichment(null, "a,,b"))
        .hasStackTraceContaining("workbin.redact=a,,b an entry is empty");
  }

  @Test
  void without_a_ledger_nothing_is_ours() throws Exception {
    assertThat(prepare(enrichment(null, ""), added("i-1")).isOurs()).isFalse();
    assertThat(counted("unenriched")).isZero();
  }

  /** A ledger that answers one question, in its own way. */
  private static LedgerView answering(Supplier<Object> sentTo) {
    return (LedgerView)
        Proxy.newProxyInstance(
            EnrichmentTest.class.getClassLoader(),
            new Class<?>[] {LedgerView.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "sentTo" -> sentTo.get();
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> "a ledger";
                });
  }

  private static SpooledNotification prepare(Enrichment enrichment, Notification notification) {
    return enrichment.prepare(List.of(notification)).get(0);
  }
}
