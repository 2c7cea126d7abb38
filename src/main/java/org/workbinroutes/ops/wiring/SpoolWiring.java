package org.workbinroutes.ops.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.NotificationSpool;
import org.workbinroutes.sink.SinkActivities;
import org.workbinroutes.sink.spool.FileDeadLetterBox;
import org.workbinroutes.sink.spool.JmsSpool;
import org.workbinroutes.sink.spool.MemorySpool;
import org.workbinroutes.sink.spool.RunningSinks;
import org.workbinroutes.sink.spool.SinkDeadLetters;
import org.workbinroutes.sink.spool.SinkDesk;
import org.workbinroutes.sink.spool.SinkHealthChecks;
import org.workbinroutes.sink.spool.SpoolHealthCheck;
import org.workbinroutes.sink.spool.SpoolSeal;
import org.workbinroutes.sink.spool.SpoolStore;

/** The spool between GWS and the sinks: on the broker, or in memory. After {@code Sinks}. */
final class SpoolWiring implements CamelContextCustomizer {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolWiring.class);

  private final Configuration configuration;
  private final BrokerWiring broker;

  SpoolWiring(Configuration configuration, BrokerWiring broker) {
    this.configuration = configuration;
    this.broker = broker;
  }

  @Override
  public void configure(CamelContext context) {
    if (configuration.get(WorkbinOptions.SPOOL).equals("memory")) {
      inMemory(context);
    } else {
      onBroker(context);
    }
  }

  private void onBroker(CamelContext context) {
    ConnectionFactory connections = broker.connections();
    SpoolSeal seal =
        new SpoolSeal(
            configuration.find(WorkbinOptions.SPOOL_KEY).orElse(null),
            configuration.get(WorkbinOptions.SPOOL_UNSEALED).equals("accept"));
    MeterRegistry meters = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (meters != null) {
      FunctionCounter.builder("workbin.spool.unsealed", seal, SpoolSeal::refusedSoFar)
          .description("Notifications without the seal of workbin.spool.key, kept from the sinks")
          .register(meters);
    }
    JmsSpool store = new JmsSpool(connections, broker.converter(), broker::depth, seal);
    Consumer<Runnable> transaction = Runnable::run;
    if (configuration.find(WorkbinOptions.SPOOL_PUBLISH).isPresent()) {
      // sent elsewhere by the component jms, if that is where it is sent
      TransactionTemplate transactions =
          new TransactionTemplate(new JmsTransactionManager(connections));
      transaction = group -> transactions.executeWithoutResult(status -> group.run());
    }
    bind(context, store, transaction, () -> {}, () -> {});
  }

  private void inMemory(CamelContext context) {
    LOG.warn(
        "workbin.spool=memory: notifications that a sink has not had yet are lost when this process"
            + " ends");
    MemorySpool memory =
        new MemorySpool(
            configuration.get(WorkbinOptions.SPOOL_MEMORY_ROOM),
            new FileDeadLetterBox(
                configuration.dataFolder().resolve("dead-letters").resolve("sinks")));
    bind(context, memory, Runnable::run, memory::shut, memory::close);
  }

  private void bind(
      CamelContext context,
      SpoolStore store,
      Consumer<Runnable> transaction,
      Runnable stopping,
      Runnable stopped) {
    RunningSinks sinks =
        context.getRegistry().lookupByNameAndType("runningSinks", RunningSinks.class);
    NotificationSpool spool = new NotificationSpool(context, transaction);
    context.getRegistry().bind("spool", spool);
    context.getRegistry().bind("spoolStore", store);
    context.getRegistry().bind("sinkDeadLetters", new SinkDeadLetters(store));
    context.getRegistry().bind("sinkDesk", new SinkDesk(sinks, store, new NotificationCodec()));
    try {
      context.addService(spool);
    } catch (Exception e) {
      throw new IllegalStateException("The spool could not be started", e);
    }
    SpoolHealthCheck health =
        new SpoolHealthCheck(sinks, store, configuration.get(WorkbinOptions.SPOOL_HIGH_WATER));
    SinkHealthChecks sinkHealth =
        new SinkHealthChecks(
            sinks,
            store,
            context.getRegistry().lookupByNameAndType("sinkActivities", SinkActivities.class));
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            HealthCheckRegistry checks = HealthCheckRegistry.get(starting);
            if (checks != null) {
              health.setCamelContext(starting);
              checks.register(health);
              sinkHealth.setCamelContext(starting);
              checks.register(sinkHealth);
            }
          }

          @Override
          public void onContextStopping(CamelContext ending) {
            stopping.run();
            spool.flush();
          }

          @Override
          public void onContextStopped(CamelContext ended) {
            stopped.run();
          }
        });
  }
}
