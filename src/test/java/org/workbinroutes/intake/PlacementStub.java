package org.workbinroutes.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Stands where the placement route stands: enters requests into a real ledger and accepts them.
 * What GWS would say is told by the interaction id: {@code refuse-me}, {@code fail-me}, {@code
 * break-me}.
 */
final class PlacementStub extends RouteBuilder {
  final Ledger ledger = new MemoryLedger();
  final List<PlacementRequest> requests = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, Object>> headers = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> sources = new ConcurrentHashMap<>();
  final AtomicInteger mostInWork = new AtomicInteger();
  volatile boolean slow;
  private final AtomicInteger inWork = new AtomicInteger();

  @Override
  public void configure() {
    from("direct:placement")
        .errorHandler(noErrorHandler())
        .process(exchange -> mostInWork.accumulateAndGet(inWork.incrementAndGet(), Math::max))
        .choice()
        .when(exchange -> slow)
        .delay(ExpressionBuilder.constantExpression(20))
        .asyncDelayed()
        .end()
        .end()
        .process(
            exchange -> {
              inWork.decrementAndGet();
              place(exchange);
            });
  }

  private void place(Exchange exchange) {
    PlacementRequest request = exchange.getMessage().getBody(PlacementRequest.class);
    String source = exchange.getProperty("workbinSource", String.class);
    headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
    if (request.interactionId().equals("break-me")) {
      requests.add(request);
      throw new IllegalStateException("the ledger is closed");
    }
    Ledger.Entry entry = ledger.receive(request, source);
    if (entry.kind() == Ledger.Entry.Kind.NEW) {
      requests.add(request);
      sources.put(request.requestId(), source);
      ledger.sending(request.requestId());
      exchange.getMessage().setBody(outcome(request));
    } else {
      exchange.getMessage().setBody(entry.placement());
    }
  }

  private Placement outcome(PlacementRequest request) {
    String id = request.requestId();
    return switch (request.interactionId()) {
      case "refuse-me" -> ledger.rejected(id, "GWS statusCode 6: Resource not found");
      case "fail-me" -> ledger.failed(id, "no answer from GWS");
      default -> ledger.accepted(id, (long) requests.size());
    };
  }
}
