package org.workbinroutes.sink.spool;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
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
  private final DeadLetterBox deadLetters;

  /** The group that is being written, and by whom; null between groups. */
  private volatile Group group;

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

  /**
   * Has all that is published meanwhile by this thread written in one transaction: a broker syncs
   * its disk once for it.
   *
   * @param publishing publishes, and throws to have nothing written
   */
  public synchronized void inOneTransaction(Runnable publishing) {
    try (Writing writing = new Writing()) {
      group = new Group(Thread.currentThread(), writing);
      publishing.run();
      writing.session.commit();
    } catch (JMSException failed) {
      throw new IllegalStateException("The broker did not take the notifications", failed);
    } finally {
      group = null;
    }
  }

  @Override
  public void publish(Exchange exchange) throws JMSException {
    Message message = exchange.getMessage();
    String text = message.getBody(String.class);
    String lane = message.getHeader(WorkbinLane.PROPERTY, WorkbinLane.NONE, String.class);
    Group open = group;
    if (open != null && open.writer() == Thread.currentThread()) {
      open.writing().write(text, lane);
      return;
    }
    try (Writing alone = new Writing()) {
      alone.write(text, lane);
      alone.session.commit();
    }
  }

  private record Group(Thread writer, Writing writing) {}

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

    void write(String text, String lane) throws JMSException {
      TextMessage message = session.createTextMessage(text);
      message.setStringProperty(WorkbinLane.PROPERTY, lane);
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
