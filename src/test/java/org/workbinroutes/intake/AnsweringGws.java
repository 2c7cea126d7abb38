package org.workbinroutes.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.workbinroutes.gws.AddCall;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsFailures;
import org.workbinroutes.placement.PlacementAttempt;
import org.workbinroutes.placement.PlacementRequest;

/**
 * The component {@code gws} of a GWS that answers at once. The interaction id says what: {@code
 * refuse-me}, {@code fail-me}, {@code hold-me}, which is not answered before {@link #letGo}, and
 * anything else is accepted. A workbin {@code wrong-*} is unknown.
 */
final class AnsweringGws extends DefaultComponent {
  /** The component of what is no call of a placement, if the context has it. */
  static final String OTHERS = "simulated";

  final List<PlacementRequest> requests = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, Object>> headers = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger mostInWork = new AtomicInteger();
  final CountDownLatch letGo = new CountDownLatch(1);
  volatile boolean slow;
  volatile Consumer<PlacementRequest> beforePlacing = request -> {};
  private final AtomicInteger inWork = new AtomicInteger();

  @Override
  protected Endpoint createEndpoint(String uri, String operation, Map<String, Object> parameters) {
    return operation.equals("add") || getCamelContext().hasComponent(OTHERS) == null
        ? new ProcessorEndpoint(uri, this, this::add)
        : getCamelContext().getEndpoint(OTHERS + ":" + operation);
  }

  private void add(Exchange exchange) throws InterruptedException {
    AddCall call = exchange.getMessage().getBody(AddCall.class);
    PlacementRequest request =
        exchange.getProperty(PlacementAttempt.PROPERTY, PlacementAttempt.class).request();
    mostInWork.accumulateAndGet(inWork.incrementAndGet(), Math::max);
    try {
      headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
      call.aboutToBeSent();
      if (call.interactionId().equals("hold-me")) {
        letGo.await(60, TimeUnit.SECONDS);
      }
      pauseIfSlow();
      beforePlacing.accept(request);
      requests.add(request);
      exchange.getMessage().setBody(answer(call));
    } finally {
      inWork.decrementAndGet();
    }
  }

  /** A while, if it is {@link #slow}. */
  void pauseIfSlow() throws InterruptedException {
    if (slow) {
      letGo.await(20, TimeUnit.MILLISECONDS);
    }
  }

  private GwsAnswer answer(AddCall call) {
    if (call.interactionId().equals("refuse-me") || call.workbin().id().startsWith("wrong-")) {
      throw GwsFailures.refused("GWS statusCode 6: Resource not found");
    }
    if (call.interactionId().equals("fail-me")) {
      throw GwsFailures.notTaken("no answer from GWS");
    }
    return GwsFailures.accepted(16);
  }
}
