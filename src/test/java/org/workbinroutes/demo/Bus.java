package org.workbinroutes.demo;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A program elsewhere that speaks JMS with the product's embedded broker. */
final class Bus implements AutoCloseable {
  private final ActiveMQConnectionFactory factory;
  private final JMSContext context;
  private final JMSContext listening;

  Bus(String url, String user, String password) {
    factory = new ActiveMQConnectionFactory(url, user, password);
    context = factory.createContext();
    listening = factory.createContext();
  }

  void send(String queue, String text) {
    context.createProducer().send(context.createQueue(queue), text);
  }

  void listen(String topic, Heard heard) {
    JMSConsumer consumer = listening.createConsumer(listening.createTopic(topic));
    consumer.setMessageListener(message -> heard.add(text(message)));
  }

  /** Takes one message from a queue. */
  Message take(String queue, Duration patience) {
    try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
      Message message = consumer.receive(patience.toMillis());
      if (message == null) {
        throw new DemoFailure(
            "nothing came to queue " + queue + " within " + patience.toSeconds() + " s");
      }
      return message;
    }
  }

  static String text(Message message) {
    try {
      return ((TextMessage) message).getText();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  static String property(Message message, String name) {
    try {
      return message.getStringProperty(name);
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    listening.close();
    context.close();
    factory.close();
  }
}
