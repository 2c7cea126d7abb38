package org.workbinroutes.sink.spool;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.springframework.jms.support.converter.MessageConverter;
import org.workbinroutes.sink.NotificationCodec;

/**
 * The spool on a JMS broker: a topic, a shared durable subscription for each sink, a queue of dead
 * letters for each sink. What was published is on the broker's disk.
 */
public final class JmsSpool implements SpoolStore {
  private final ConnectionFactory connections;
  private final MessageConverter converter;
  private final Function<String, OptionalLong> depths;
  private final SpoolSeal seal;
  private final JmsDeadLetterBox deadLetters;

  /**
   * A spool.
   *
   * @param converter reads texts and bytes out of messages, and refuses what is too large
   * @param depths tells how many messages are in one of the broker's queues; empty if it cannot be
   *     told
   */
  public JmsSpool(
      ConnectionFactory connections,
      MessageConverter converter,
      Function<String, OptionalLong> depths,
      SpoolSeal seal) {
    this.connections = Objects.requireNonNull(connections, "connections");
    this.converter = Objects.requireNonNull(converter, "converter");
    this.depths = Objects.requireNonNull(depths, "depths");
    this.seal = Objects.requireNonNull(seal, "seal");
    this.deadLetters =
        new JmsDeadLetterBox(connections, converter, depths, new NotificationCodec(), seal);
  }

  @Override
  public SinkQueue open(String sink) {
    return new JmsSinkQueue(connections, converter, sink, seal, deadLetters);
  }

  /** In one transaction: a broker syncs its disk once for it. */
  @Override
  public void publish(List<SpoolEntry> entries) throws JMSException {
    try (Writing writing = new Writing()) {
      for (SpoolEntry entry : entries) {
        writing.write(entry);
      }
      writing.session.commit();
    }
  }

  /** A transaction; what was not committed when it closes has no effect. */
  private final class Writing implements AutoCloseable {
    private final Connection connection;
    private final Session session;
    private final MessageProducer producer;

    Writing() throws JMSException {
      connection = connections.createConnection();
      try {
        session = connection.createSession(true, Session.SESSION_TRANSACTED);
        producer = session.createProducer(session.createTopic(JmsNames.TOPIC));
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      } catch (JMSException failed) {
        connection.close();
        throw failed;
      }
    }

    void write(SpoolEntry entry) throws JMSException {
      TextMessage message = session.createTextMessage(entry.text());
      message.setStringProperty(WorkbinLane.PROPERTY, entry.lane());
      JmsNames.seal(message, seal.of(JmsNames.TOPIC, entry.lane(), entry.text()));
      producer.send(message);
    }

    @Override
    public void close() throws JMSException {
      try (connection;
          session) {
        producer.close();
      }
    }
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
