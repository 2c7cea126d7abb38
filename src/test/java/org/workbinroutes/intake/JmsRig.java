package org.workbinroutes.intake;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.broker.Broker;
import org.workbinroutes.ops.broker.JmsComponentFactory;
import org.workbinroutes.ops.broker.PlainMessageConverter;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;

/** The shipped JMS intake and the placement behind it. */
final class JmsRig implements AutoCloseable {
  static final int LARGEST = 16 * 1024 * 1024;
  static final int BACKLOG = 1_000;

  final CamelContext context = new DefaultCamelContext();
  final Ledger ledger;
  final List<PlacementRequest> placed;
  final List<Map<String, Object>> headers;
  final CountDownLatch letGo;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final PlacementBehind placement;

  JmsRig(Broker broker) throws Exception {
    this(broker, new MemoryLedger(), BACKLOG);
  }

  JmsRig(Broker broker, Ledger kept, int backlog) throws Exception {
    placement = new PlacementBehind(context, kept, backlog);
    ledger = placement.ledger;
    placed = placement.gws.requests;
    headers = placement.gws.headers;
    letGo = placement.gws.letGo;
    context.getShutdownStrategy().setTimeout(5);
    JmsComponent jms = new JmsComponentFactory(broker.connectionFactory()).create();
    context.getRegistry().bind("jms", jms);
    context.getRegistry().bind("broker", broker);
    context
        .getRegistry()
        .bind(
            "jmsSender",
            new JmsSender(
                broker.connectionFactory(),
                new PlainMessageConverter(LARGEST),
                threads,
                Clock.systemUTC()));
    PlacementBehind.load(context, "intake-jms.camel.yaml");
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

  @Override
  public void close() {
    placement.close();
    context.stop();
    threads.shutdownNow();
  }
}
