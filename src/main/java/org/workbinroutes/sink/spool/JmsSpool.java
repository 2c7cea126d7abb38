package org.workbinroutes.sink.spool;

import jakarta.jms.ConnectionFactory;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.springframework.jms.support.converter.MessageConverter;
import org.workbinroutes.sink.NotificationCodec;

/**
 * The spool on a JMS broker: a topic, a shared durable subscription for each sink, a queue of dead
 * letters for each sink. What was published is on the broker's disk.
 */
public final class JmsSpool implements SpoolStore {
  private static final String PUBLISH = "jms:topic:" + JmsNames.TOPIC;

  private final ConnectionFactory connections;
  private final MessageConverter converter;
  private final Function<String, OptionalLong> depths;
  private final DeadLetterBox deadLetters;
  private ProducerTemplate template;

  /**
   * A spool.
   *
   * @param connections where the broker's connections come from
   * @param converter reads texts and bytes out of messages, and refuses what is too large
   * @param depths tells how many messages are in one of the broker's queues; empty if it cannot be
   *     told
   */
  public JmsSpool(
      ConnectionFactory connections,
      MessageConverter converter,
      Function<String, OptionalLong> depths) {
    this.connections = Objects.requireNonNull(connections, "connections");
    this.converter = Objects.requireNonNull(converter, "converter");
    this.depths = Objects.requireNonNull(depths, "depths");
    this.deadLetters =
        new JmsDeadLetterBox(connections, converter, depths, new NotificationCodec());
  }

  @Override
  public SinkQueue open(String sink) {
    return new JmsSinkQueue(connections, converter, sink);
  }

  /** Sends it by the component {@code jms}, and so in the transaction of the caller. */
  @Override
  public void publish(Exchange exchange) {
    template(exchange.getContext()).send(PUBLISH, exchange);
  }

  private synchronized ProducerTemplate template(CamelContext context) {
    if (template == null || template.getCamelContext() != context) {
      template = context.createProducerTemplate();
    }
    return template;
  }

  @Override
  public OptionalLong depth(String sink) {
    OptionalLong waiting = depths.apply(JmsNames.subscription(sink));
    return waiting.isEmpty()
        ? waiting
        : OptionalLong.of(waiting.getAsLong() + depths.apply(JmsNames.replayed(sink)).orElse(0));
  }

  @Override
  public DeadLetterBox deadLetters() {
    return deadLetters;
  }
}
