package org.workbinroutes.ops.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.workbinroutes.ledger.LedgerObserver;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * One trace for each placement: a span {@code placement} from its entry in the ledger until GWS has
 * taken it or it is over, beneath it one for each call to GWS, and a span {@code confirmation} from
 * then until its interaction was seen in the workbin. All have the attribute {@code
 * workbin.request.id}.
 *
 * <p>Nothing but ids, states and numbers becomes an attribute: no userData, no attributes of a
 * request, no file name, no group. A trace begins here: no header of a caller is taken for its
 * parent. What is under way is remembered up to a fixed number; beyond it the oldest trace is
 * ended, and a confirmation that comes later, or after a restart, begins one of its own.
 */
public final class PlacementTraces implements LedgerObserver {
  /** How many placements are remembered. */
  static final int MOST = 10_000;

  private static final AttributeKey<String> REQUEST_ID =
      AttributeKey.stringKey("workbin.request.id");
  private static final AttributeKey<String> INTERACTION_ID =
      AttributeKey.stringKey("workbin.interaction.id");
  private static final AttributeKey<String> WORKBIN_ID = AttributeKey.stringKey("workbin.id");
  private static final AttributeKey<String> INTAKE = AttributeKey.stringKey("workbin.intake");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("workbin.outcome");
  private static final AttributeKey<Long> CALLS = AttributeKey.longKey("workbin.calls");
  private static final Set<String> INTAKES = Set.of("file", "jms", "http");

  private final Tracer tracer;
  private final int most;

  /** By request id, the oldest first; guarded by this. */
  private final Map<String, Open> open = new LinkedHashMap<>();

  /**
   * A placement under way.
   *
   * @param takenAt when GWS took it; null until then
   */
  private record Open(Span span, Instant takenAt) {}

  public PlacementTraces(Tracer tracer) {
    this(tracer, MOST);
  }

  PlacementTraces(Tracer tracer, int most) {
    this.tracer = tracer;
    this.most = most;
  }

  @Override
  public synchronized void moved(Placement before, Placement after) {
    switch (after.state()) {
      case RECEIVED -> begin(after.request(), after.source(), after.updatedAt());
      case ACCEPTED -> taken(after);
      case CONFIRMED -> confirmed(after);
      case REJECTED, FAILED -> over(after);
      case PULLED -> open.remove(after.request().requestId());
      case UNCONFIRMED -> {
        // it is still being looked for
      }
    }
  }

  /**
   * Begins the span of a call to GWS, beneath its placement's. One that was taken up after a
   * restart begins a trace of its own.
   */
  Span call(PlacementRequest request, String operation) {
    SpanContext parent;
    synchronized (this) {
      Open known = open.get(request.requestId());
      if (known == null) {
        known = begin(request, "", Instant.now());
      }
      parent = known.span().getSpanContext();
    }
    return tracer
        .spanBuilder("gws " + operation)
        .setParent(Context.root().with(Span.wrap(parent)))
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(REQUEST_ID, request.requestId())
        .startSpan();
  }

  private Open begin(PlacementRequest request, String source, Instant at) {
    Span span =
        tracer
            .spanBuilder("placement")
            .setNoParent()
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(at)
            .setAttribute(REQUEST_ID, request.requestId())
            .setAttribute(INTERACTION_ID, request.interactionId())
            .setAttribute(WORKBIN_ID, request.workbin().id())
            .setAttribute(INTAKE, intake(source))
            .startSpan();
    Open one = new Open(span, null);
    Open replaced = open.put(request.requestId(), one);
    if (replaced != null && replaced.takenAt() == null) {
      replaced.span().end();
    }
    if (open.size() > most) {
      Open oldest = open.remove(open.keySet().iterator().next());
      if (oldest.takenAt() == null) {
        oldest.span().setAttribute(OUTCOME, "not followed further").end();
      }
    }
    return one;
  }

  private void taken(Placement placement) {
    Open known = open.get(placement.request().requestId());
    if (known != null && known.takenAt() == null) {
      end(known.span(), placement);
      open.put(placement.request().requestId(), new Open(known.span(), placement.updatedAt()));
    }
  }

  private void confirmed(Placement placement) {
    Open known = open.remove(placement.request().requestId());
    SpanBuilder confirmation =
        tracer
            .spanBuilder("confirmation")
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute(REQUEST_ID, placement.request().requestId());
    if (known == null) {
      confirmation.setNoParent();
    } else {
      if (known.takenAt() == null) {
        end(known.span(), placement); // the notification was faster than the answer
      }
      confirmation.setParent(Context.root().with(Span.wrap(known.span().getSpanContext())));
    }
    Instant from =
        known == null || known.takenAt() == null ? placement.updatedAt() : known.takenAt();
    confirmation.setStartTimestamp(from).startSpan().end(placement.updatedAt());
  }

  private void over(Placement placement) {
    Open known = open.remove(placement.request().requestId());
    if (known != null && known.takenAt() == null) {
      known.span().setStatus(StatusCode.ERROR);
      end(known.span(), placement);
    }
  }

  private static void end(Span span, Placement placement) {
    span.setAttribute(OUTCOME, label(placement.state()));
    span.setAttribute(CALLS, (long) placement.attempts());
    span.end(placement.updatedAt());
  }

  private static String label(PlacementState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String intake(String source) {
    int end = source.indexOf(':');
    String kind = end < 0 ? source : source.substring(0, end);
    return INTAKES.contains(kind) ? kind : "other";
  }
}
