package org.workbinroutes.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;

/**
 * The embedded broker alone: as many durable messages as it can take and hand to three durable
 * subscriptions that do nothing but acknowledge, both in groups.
 */
final class BareBroker implements AutoCloseable {
  private static final String TOPIC = "bench";
  private static final int SUBSCRIPTIONS = 3;
  private static final int MESSAGE_BYTES = 1_200;
  private static final int PREFETCH_BYTES = 32 * 1024;
  private static final int SENT_TOGETHER = 100;
  private static final int ACKNOWLEDGED_TOGETHER = 50;

  /** Counts, and acknowledges every so many; a burst is a multiple of that. */
  private static final class Counting implements MessageListener {
    private final AtomicLong count = new AtomicLong();

    @Override
    public void onMessage(Message message) {
      long number = count.incrementAndGet();
      if (number % ACKNOWLEDGED_TOGETHER == 0) {
        try {
          message.acknowledge();
        } catch (JMSException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private final EmbeddedBroker broker;
  private final Connection connection;
  private final List<Counting> subscriptions = new ArrayList<>();
  private final Session sending;
  private final MessageProducer producer;

  BareBroker(Path folder) throws Exception {
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(folder));
    broker.start();
    connection = broker.connectionFactory(PREFETCH_BYTES).createConnection();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
      Topic topic = session.createTopic(TOPIC);
      MessageConsumer consumer = session.createSharedDurableConsumer(topic, "bench-" + i);
      Counting counting = new Counting();
      consumer.setMessageListener(counting);
      subscriptions.add(counting);
    }
    sending = connection.createSession(true, Session.SESSION_TRANSACTED);
    producer = sending.createProducer(sending.createTopic(TOPIC));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    connection.start();
  }

  /** Sends so many, a multiple of 100, and waits until each subscription has them. */
  Sample carry(int number) throws Exception {
    subscriptions.forEach(subscription -> subscription.count.set(0));
    return new Arrivals(this::arrived).timed(number, () -> send(number));
  }

  private long arrived() {
    return subscriptions.stream().mapToLong(one -> one.count.get()).min().orElseThrow();
  }

  private void send(int number) throws JMSException {
    byte[] body = new byte[MESSAGE_BYTES];
    for (int i = 0; i < number; i++) {
      BytesMessage message = sending.createBytesMessage();
      message.writeBytes(body);
      producer.send(message);
      if (i % SENT_TOGETHER == SENT_TOGETHER - 1) {
        sending.commit();
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
      broker.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not stop", e);
    }
  }
}
