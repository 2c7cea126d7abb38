package org.workbinroutes.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.broker.Broker;
import org.workbinroutes.ops.broker.JmsComponentFactory;
import org.workbinroutes.ops.broker.PlainMessageConverter;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementSteps;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.Placers;

/**
 * The shipped JMS intake with a real ledger and real placers; where GWS is called stands a stub,
 * which answers by the interaction id: {@code refuse-me}, {@code fail-me}, {@code hang-on} until it
 * is let go, and anything else is accepted.
 */
final class JmsRig implements AutoCloseable {
  static final int LARGEST = 16 * 1024 * 1024;
  static final int BACKLOG = 1_000;

  final CamelContext context = new DefaultCamelContext();
  final Ledger ledger;
  final List<PlacementRequest> placed = Collections.synchronizedList(new ArrayList<>());
  final List<Map<String, Object>> headers = Collections.synchronizedList(new ArrayList<>());
  final CountDownLatch letGo = new CountDownLatch(1);
  final Placers placers;
  private static final int THREADS = 16;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final PlacementWatch watch;

  JmsRig(Broker broker) throws Exception {
    this(broker, new MemoryLedger(), BACKLOG);
  }

  JmsRig(Broker broker, Ledger kept, int backlog) throws Exception {
    watch = new PlacementWatch(kept, timer, threads);
    ledger = kept;
    context.getShutdownStrategy().setTimeout(5);
    JmsComponent jms = new JmsComponentFactory(broker.connectionFactory()).create();
    context.getRegistry().bind("jms", jms);
    context.getRegistry().bind("broker", broker);
    context.getRegistry().bind("placementRequestParser", new PlacementRequestParser());
    context
        .getRegistry()
        .bind(
            "jmsSender",
            new JmsSender(
                broker.connectionFactory(),
                new PlainMessageConverter(LARGEST),
                threads,
                Clock.systemUTC()));
    context.getRegistry().bind("placementWatch", watch);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(Placers.PLACE)
                .errorHandler(noErrorHandler())
                .process(
                    exchange -> {
                      headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
                      exchange
                          .getMessage()
                          .setBody(
                              place(
                                  exchange.getProperty(
                                      PlacementSteps.REQUEST, PlacementRequest.class)));
                    });
          }
        });
    placers =
        new Placers(
            ledger,
            new InFlight(),
            context.createProducerTemplate(),
            threads,
            THREADS,
            backlog,
            request -> Optional.empty());
    context.getRegistry().bind("placers", placers);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                context, "file:" + Path.of("routes/intake-jms.camel.yaml").toAbsolutePath()));
  }

  /** Starts the intake. */
  JmsRig with(Map<String, Object> parameters) throws Exception {
    TemplatedRouteBuilder.builder(context, "jms-intake")
        .routeId("orders")
        .parameters(parameters)
        .add();
    context.start();
    return this;
  }

  /** Whether the broker knows of a consumer, so that nothing published from now on is missed. */
  boolean isSubscribed() throws Exception {
    JmsConsumer consumer = (JmsConsumer) context.getRoute("orders").getConsumer();
    return ((DefaultMessageListenerContainer) consumer.getListenerContainer())
        .isRegisteredWithDestination();
  }

  private Placement place(PlacementRequest request) throws InterruptedException {
    String id = request.requestId();
    if (request.interactionId().equals("hang-on")) {
      letGo.await(60, TimeUnit.SECONDS);
    }
    placed.add(request);
    ledger.sending(id);
    Placement outcome =
        switch (request.interactionId()) {
          case "refuse-me" -> ledger.rejected(id, "GWS statusCode 6: Resource not found");
          case "fail-me" -> ledger.failed(id, "no answer from GWS");
          default -> ledger.accepted(id, 16L);
        };
    watch.accept(outcome);
    return outcome;
  }

  @Override
  public void close() {
    letGo.countDown();
    placers.close();
    watch.close();
    context.stop();
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
