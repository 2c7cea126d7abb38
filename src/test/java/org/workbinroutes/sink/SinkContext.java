package org.workbinroutes.sink;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * A CamelContext with the shipped route template {@code sink}, without a broker: sinks are fed
 * through {@code direct:NAME} and their dead letters wait in {@code seda:NAME-dead}.
 */
public final class SinkContext implements AutoCloseable {
  /** When every dead letter of a test is written. */
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final ProducerTemplate producer;

  /** Makes and starts the context. */
  public SinkContext(Map<String, String> properties) throws Exception {
    this(properties, Map.of());
  }

  /** Makes and starts the context, with beans of the test. */
  public SinkContext(Map<String, String> properties, Map<String, Object> beans) throws Exception {
    beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
    context.getPropertiesComponent().setInitialProperties(asProperties(properties));
    new Sinks(Clock.fixed(NOW, ZoneOffset.UTC)).configure(context);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            PluginHelper.getResourceLoader(context)
                .resolveResource("file:" + Path.of("routes/sink.camel.yaml").toAbsolutePath()));
    context.getShutdownStrategy().setTimeout(5);
    context.start();
    producer = context.createProducerTemplate();
  }

  private static Properties asProperties(Map<String, String> map) {
    Properties properties = new Properties();
    properties.putAll(map);
    return properties;
  }

  /** The context itself. */
  public CamelContext camel() {
    return context;
  }

  /** Adds a sink with quick retries. */
  public void sink(String name, String to, Map<String, Object> more) throws Exception {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("to", to);
    parameters.put("source", "direct:" + name);
    parameters.put("deadLetters", "seda:" + name + "-dead");
    parameters.put("retries", "2");
    parameters.put("firstDelay", "20ms");
    parameters.putAll(more);
    context.addRouteFromTemplate(name, "sink", parameters);
  }

  /** Adds a sink as a user does: it reads from the spool and keeps its dead letters there. */
  public void spooledSink(String name, String to, Map<String, Object> more) throws Exception {
    Map<String, Object> parameters = new HashMap<>(Map.of("to", to));
    parameters.putAll(more);
    context.addRouteFromTemplate(name, "sink", parameters);
  }

  /** Gives a sink one text as from the spool, with the headers of a hostile sender. */
  public Exchange give(String name, Object body, Map<String, Object> headers) {
    return producer.send(
        "direct:" + name,
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
  }

  /** The next dead letter of a sink, or null if there is none. */
  public Exchange deadLetter(String name) {
    return context.createConsumerTemplate().receive("seda:" + name + "-dead", 50);
  }

  @Override
  public void close() {
    context.stop();
  }
}
