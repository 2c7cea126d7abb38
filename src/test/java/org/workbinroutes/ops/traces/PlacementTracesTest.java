package org.workbinroutes.ops.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

class PlacementTracesTest {
  private static final Instant RECEIVED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build();
  private final PlacementTraces traces = new PlacementTraces(provider.get("test"), 3);

  @Test
  void callsAndConfirmationLieBeneathThePlacement() {
    // Given
    Placement received = received("r1");
    Placement accepted = in(received, PlacementState.ACCEPTED, 2);
    // When
    traces.moved(null, received);
    traces.call(received.request(), "add").end();
    traces.moved(received, accepted);
    traces.moved(accepted, in(received, PlacementState.CONFIRMED, 5));
    // Then
    SpanData placement = span("placement");
    assertThat(placement.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(placement.getAttributes().get(AttributeKey.stringKey("workbin.outcome")))
        .isEqualTo("accepted");
    assertThat(placement.getEndEpochNanos() - placement.getStartEpochNanos())
        .isEqualTo(2_000_000_000L);
    SpanData confirmation = span("confirmation");
    assertThat(confirmation.getEndEpochNanos() - confirmation.getStartEpochNanos())
        .isEqualTo(3_000_000_000L);
    for (SpanData child : List.of(span("gws add"), confirmation)) {
      assertThat(child.getTraceId()).isEqualTo(placement.getTraceId());
      assertThat(child.getParentSpanId()).isEqualTo(placement.getSpanId());
      assertThat(child.getAttributes().get(AttributeKey.stringKey("workbin.request.id")))
          .isEqualTo("r1");
    }
    assertThat(exported.getFinishedSpanItems().toString())
        .doesNotContain("Mary", "customer", "Crew", "orders.csv");
  }

  @Test
  void aConfirmationThatIsFasterThanTheAnswerEndsThePlacement() {
    // Given
    Placement received = received("r1");
    // When
    traces.moved(null, received);
    traces.moved(received, in(received, PlacementState.CONFIRMED, 1));
    // Then
    assertThat(span("confirmation").getParentSpanId()).isEqualTo(span("placement").getSpanId());
  }

  @Test
  void aRefusalIsAnError() {
    // Given
    Placement received = received("r1");
    // When
    traces.moved(null, received);
    traces.moved(received, in(received, PlacementState.REJECTED, 1));
    // Then
    assertThat(span("placement").getStatus()).isEqualTo(StatusData.error());
  }

  @Test
  void whatIsConfirmedAfterARestartHasATraceOfItsOwn() {
    // Given
    Placement accepted = in(received("r1"), PlacementState.ACCEPTED, 1);
    // When
    traces.moved(accepted, in(accepted, PlacementState.CONFIRMED, 2));
    // Then
    SpanData confirmation = span("confirmation");
    assertThat(confirmation.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(confirmation.getAttributes().get(AttributeKey.stringKey("workbin.request.id")))
        .isEqualTo("r1");
  }

  @Test
  void noMoreAreRememberedThanThereIsRoomFor() {
    // When
    for (int i = 0; i < 10; i++) {
      traces.moved(null, received("r" + i));
    }
    // Then
    assertThat(exported.getFinishedSpanItems()).hasSize(7);
  }

  private SpanData span(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Placement received(String requestId) {
    return Placement.received(
        new PlacementRequest(
            requestId,
            new GroupWorkbin("bin", GroupKind.AGENT_GROUP, "Crew"),
            "I1",
            null,
            false,
            Map.of("customer", "Mary Poppins")),
        "file:orders.csv#3",
        RECEIVED_AT);
  }

  private static Placement in(Placement placement, PlacementState state, long secondsLater) {
    return new Placement(
        placement.request(),
        placement.source(),
        state,
        null,
        1,
        null,
        placement.receivedAt(),
        RECEIVED_AT.plusSeconds(secondsLater));
  }
}
