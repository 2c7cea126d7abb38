package org.workbinroutes.intake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.Placers;

/**
 * Stands where the placement route stands: enters requests into a real ledger and accepts them.
 * What GWS would say is told by the interaction id: {@code refuse-me}, {@code fail-me}, {@code
 * break-me}, and {@code hold-me}, which GWS does not answer.
 */
final class PlacementStub extends RouteBuilder {
  final MemoryLedger kept = new MemoryLedger();
  Ledger ledger = kept;
  final List<PlacementRequest> requests = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, Object>> headers = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> sources = new ConcurrentHashMap<>();
  final AtomicInteger mostInWork = new AtomicInteger();
  final List<PlacementRequest> held = Collections.synchronizedList(new ArrayList<>());
  volatile boolean slow;
  volatile Consumer<PlacementRequest> beforePlacing = request -> {};
  private PlacementWatch watch;
  private final AtomicInteger inWork = new AtomicInteger();

  @Override
  public void configure() {
    from(Placers.PLACE).errorHandler(noErrorHandler()).process(this::placeReceived);
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

  /** Puts a watch before the ledger, and has it fail for {@code break-me}. */
  PlacementWatch watched(ScheduledExecutorService timer, Executor tellers) {
    watch = new PlacementWatch(kept, timer, tellers);
    ledger =
        (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> {
                  if (method.getName().endsWith("Async")
                      && arguments[0] instanceof PlacementRequest request
                      && request.interactionId().equals("break-me")) {
                    return CompletableFuture.failedFuture(
                        new Ledger.UnavailableException("the ledger is closed", null));
                  }
                  try {
                    return method.invoke(kept, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return watch;
  }

  /** What the placement route does with a request that is in the ledger. */
  private void placeReceived(Exchange exchange) {
    Placement placement = exchange.getMessage().getBody(Placement.class);
    PlacementRequest request = placement.request();
    headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
    if (request.interactionId().equals("hold-me")) {
      held.add(request);
      return;
    }
    requests.add(request);
    sources.put(request.requestId(), placement.source());
    ledger.sending(request.requestId());
    Placement outcome = outcome(request);
    watch.accept(outcome);
    exchange.getMessage().setBody(outcome);
  }

  private void place(Exchange exchange) {
    PlacementRequest request = exchange.getMessage().getBody(PlacementRequest.class);
    String source = exchange.getProperty("workbinSource", String.class);
    beforePlacing.accept(request);
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
    if (request.workbin().id().startsWith("wrong-")) {
      return ledger.rejected(id, "GWS statusCode 6: Resource not found");
    }
    return switch (request.interactionId()) {
      case "refuse-me" -> ledger.rejected(id, "GWS statusCode 6: Resource not found");
      case "fail-me" -> ledger.failed(id, "no answer from GWS");
      default -> ledger.accepted(id, (long) requests.size());
    };
  }
}
