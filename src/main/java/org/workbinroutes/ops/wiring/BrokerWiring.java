package org.workbinroutes.ops.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.jms.support.converter.MessageConverter;
import org.workbinroutes.intake.JmsSender;
import org.workbinroutes.ops.ManagedService;
import org.workbinroutes.ops.broker.BeanBroker;
import org.workbinroutes.ops.broker.Broker;
import org.workbinroutes.ops.broker.BrokerHealthCheck;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.ops.broker.ExternalBroker;
import org.workbinroutes.ops.broker.JmsComponentFactory;
import org.workbinroutes.ops.broker.PlainMessageConverter;
import org.workbinroutes.ops.broker.RemoteAccess;
import org.workbinroutes.ops.broker.TlsStores;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.sink.SinkFailure;
import org.workbinroutes.sink.SinkHeaders;
import org.workbinroutes.sink.spool.WorkbinLane;

/** The broker, beside Camel, and the component that leads to it, by default {@code jms}. */
public final class BrokerWiring implements ManagedService, CamelContextCustomizer {
  /** The spool holds notifications, which can be much larger than a placement request. */
  private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

  private static final int SENDERS = 4;
  private static final Duration ASK_EVERY = Duration.ofSeconds(10);
  private static final String BEAN = "bean:";

  private final AtomicReference<Registry> registry = new AtomicReference<>();
  private final Broker broker;
  private final String kind;
  private final String component;

  /** One for all: transactions are known by the factory that their connection comes from. */
  private final ConnectionFactory connections;

  /** The broker that the configuration names, which can be none. */
  public BrokerWiring(Configuration configuration) {
    String named = configuration.get(WorkbinOptions.BROKER);
    this.component = configuration.get(WorkbinOptions.BROKER_COMPONENT);
    this.kind = named.equals("embedded") ? named : "external";
    this.broker = named.equals("none") ? null : broker(configuration);
    this.connections = new LateConnections(broker);
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public void start() throws Exception {
    if (broker != null) {
      broker.start();
    }
  }

  @Override
  public void stop() throws Exception {
    if (broker != null) {
      broker.stop();
    }
  }

  @Override
  public void configure(CamelContext context) {
    if (broker == null) {
      return;
    }
    context.addComponent(
        component,
        new JmsComponentFactory(connections, Set.of(), headersOut(), LARGEST_MESSAGE).create());
    bindIntakeBeans(context, connections);
    MeterRegistry meters = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (meters != null && broker instanceof EmbeddedBroker embedded) {
      FunctionCounter.builder("workbin.broker.refusals", embedded, EmbeddedBroker::refusals)
          .description("Acts of users at workbin.broker.port that none of their roles allows")
          .register(meters);
    }
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            // a broker that is a bean exists by now, or never
            broker.connectionFactory();
          }
        });
  }

  /** Connections to the broker, to be used once it has started. */
  ConnectionFactory connections() {
    return connections;
  }

  /** What reads the spool's messages. */
  MessageConverter converter() {
    return new PlainMessageConverter(LARGEST_MESSAGE);
  }

  /** How many messages are in a queue; empty if that cannot be told. */
  OptionalLong depth(String queue) {
    return broker.depth(queue);
  }

  /** Whether the broker answers; empty without a broker. */
  Optional<HealthCheck> healthCheck(CamelContext context) {
    if (broker == null) {
      return Optional.empty();
    }
    ExecutorServiceManager threads = context.getExecutorServiceManager();
    HealthCheck check =
        new BrokerHealthCheck(broker, kind, threads.newSingleThreadExecutor(this, "broker-health"));
    // so that the log tells of an outage though nobody asks for the health
    ScheduledFuture<?> unused =
        threads
            .newSingleThreadScheduledExecutor(this, "broker-state")
            .scheduleWithFixedDelay(
                check::call, ASK_EVERY.toMillis(), ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.of(check);
  }

  /** What dead letters of intakes and sinks say of themselves, and the lane of a notification. */
  private static Set<String> headersOut() {
    Set<String> names = new HashSet<>(JmsComponentFactory.DEAD_LETTER_PROPERTIES);
    names.addAll(SinkFailure.HEADERS);
    names.add(WorkbinLane.PROPERTY);
    names.add(SinkHeaders.REQUEST_ID);
    names.add(SinkHeaders.SOURCE);
    return names;
  }

  /** What the intake's route template refers to. */
  private void bindIntakeBeans(CamelContext context, ConnectionFactory connections) {
    context.getRegistry().bind("broker", broker);
    context
        .getRegistry()
        .bind(
            "jmsSender",
            new JmsSender(
                connections,
                new PlainMessageConverter(LARGEST_MESSAGE),
                context
                    .getExecutorServiceManager()
                    .newThreadPool(this, "jms-sender", SENDERS, SENDERS),
                Clock.systemUTC()));
    registry.set(context.getRegistry());
  }

  private Broker broker(Configuration configuration) {
    String user = configuration.find(WorkbinOptions.BROKER_USERNAME).orElse(null);
    String password = configuration.find(WorkbinOptions.BROKER_PASSWORD).orElse(null);
    String url = configuration.get(WorkbinOptions.BROKER);
    if (url.startsWith(BEAN)) {
      return new BeanBroker(
          url.substring(BEAN.length()), user, password, name -> registry.get().lookupByName(name));
    }
    if (!url.equals("embedded")) {
      return new ExternalBroker(
          url,
          user,
          password,
          new TlsStores(
              configuration.find(WorkbinOptions.BROKER_TRUST_STORE).orElse(null),
              configuration.find(WorkbinOptions.BROKER_TRUST_STORE_PASSWORD).orElse(null),
              configuration.find(WorkbinOptions.BROKER_KEY_STORE).orElse(null),
              configuration.find(WorkbinOptions.BROKER_KEY_STORE_PASSWORD).orElse(null)));
    }
    EmbeddedBrokerOptions options =
        EmbeddedBrokerOptions.in(configuration.dataFolder().resolve("broker"));
    return new EmbeddedBroker(
        configuration
            .find(WorkbinOptions.BROKER_PORT)
            .map(port -> options.with(RemoteAccess.of(port, configuration)))
            .orElse(options));
  }
}
