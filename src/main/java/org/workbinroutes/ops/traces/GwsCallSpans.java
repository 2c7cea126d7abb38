package org.workbinroutes.ops.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsEndpoint;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.placement.PlacementAttempt;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PullSteps;

/**
 * Makes a span of every call to GWS that belongs to one placement, its wait for its turn included.
 */
public final class GwsCallSpans extends EventNotifierSupport {
  private static final String SPAN = "workbinTraceSpan";
  private static final AttributeKey<Long> HTTP_STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<Long> GWS_STATUS = AttributeKey.longKey("gws.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final PlacementTraces traces;

  public GwsCallSpans(PlacementTraces traces) {
    this.traces = traces;
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeFailedEvents(true);
    setIgnoreExchangeRedeliveryEvents(true);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof ExchangeSendingEvent sending
        && sending.getEndpoint() instanceof GwsEndpoint gws) {
      PlacementRequest request = request(sending.getExchange());
      if (request != null) {
        sending.getExchange().setProperty(SPAN, traces.call(request, gws.getOperation().name()));
      }
    } else if (event instanceof ExchangeSentEvent sent
        && sent.getEndpoint() instanceof GwsEndpoint
        && sent.getExchange().removeProperty(SPAN) instanceof Span span) {
      end(span, sent.getExchange());
    }
  }

  private static PlacementRequest request(Exchange exchange) {
    return exchange.getProperty(PlacementAttempt.PROPERTY) instanceof PlacementAttempt attempt
        ? attempt.request()
        : exchange.getProperty(PullSteps.REQUEST, PlacementRequest.class);
  }

  private static void end(Span span, Exchange exchange) {
    Exception failure = exchange.getException();
    GwsAnswer answer =
        failure instanceof GwsException refused
            ? refused.answer()
            : exchange.getMessage().getBody() instanceof GwsAnswer given ? given : null;
    if (answer != null) {
      span.setAttribute(HTTP_STATUS, (long) answer.httpStatus());
      if (answer.statusCode() != null) {
        span.setAttribute(GWS_STATUS, answer.statusCode().longValue());
      }
    }
    if (failure != null) {
      // its message can hold what GWS said of the interaction
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(ERROR, failure.getClass().getSimpleName());
    }
    span.end();
  }
}
