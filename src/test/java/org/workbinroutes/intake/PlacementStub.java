package org.workbinroutes.intake;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
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
  final List<PlacementRequest> requests = new CopyOnWriteArrayList<>();
  final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
  final Map<String, String> sources = new ConcurrentHashMap<>();

  @Override
  public void configure() {
    from("direct:placement").errorHandler(noErrorHandler()).process(this::place);
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
