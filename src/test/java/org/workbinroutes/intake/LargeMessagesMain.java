package org.workbinroutes.intake;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.workbinroutes.ops.broker.BlankText;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;

/**
 * The JMS intake in a small heap, and messages that do not fit into it. Prints the reasons of the
 * dead letters, then the request that was sent last.
 */
final class LargeMessagesMain {
  private static final int MILLION = 1_000_000;
  private static final int HOSTILE = 5;

  private LargeMessagesMain() {}

  /**
   * Sends them and waits for what follows.
   *
   * @param arguments a folder
   */
  public static void main(String[] arguments) throws Exception {
    EmbeddedBroker broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(Path.of(arguments[0])));
    broker.start();
    JmsRig intake = new JmsRig(broker).with(Map.of("queue", "q", "deadLetters", "dead"));
    ServerLocator plain = locator(broker);
    ServerLocator packing = locator(broker).setCompressLargeMessage(true);
    send(plain, BlankText.message(100 * MILLION));
    // as large as a large message when it is packed, and small enough to be none
    send(packing, BlankText.message(150 * MILLION));
    send(packing, BlankText.message(45 * MILLION));
    // not packed, but says so; packed, but does not say how much
    send(
        plain,
        BlankText.message(1_000)
            .putBooleanProperty("_AMQ_LARGE_COMPRESSED", true)
            .putLongProperty("_AMQ_LARGE_SIZE", Integer.MAX_VALUE));
    send(plain, BlankText.message(1_000).putStringProperty("_AMQ_LARGE_COMPRESSED", "perhaps"));
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context
          .createProducer()
          .send(
              context.createQueue("q"),
              "{\"requestId\":\"r1\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}");
      JMSConsumer dead = context.createConsumer(context.createQueue("dead"));
      for (int i = 0; i < HOSTILE; i++) {
        Message letter = dead.receive(60_000);
        System.out.println(letter.getStringProperty("workbinReason"));
      }
      for (int i = 0; i < 600 && intake.placed.isEmpty(); i++) {
        Thread.sleep(100);
      }
      System.out.println(intake.placed.get(0).requestId());
    }
    Runtime.getRuntime().halt(0);
  }

  private static void send(ServerLocator locator, ClientMessage message) throws Exception {
    BlankText.send(locator, "workbin-routes", null, "q", message);
  }

  static void send(EmbeddedBroker broker, ClientMessage message, String queue) throws Exception {
    BlankText.send(locator(broker), "workbin-routes", null, queue, message);
  }

  private static ServerLocator locator(EmbeddedBroker broker) throws Exception {
    ActiveMQConnectionFactory factory =
        (ActiveMQConnectionFactory)
            ((JmsPoolConnectionFactory) broker.connectionFactory()).getConnectionFactory();
    return new ActiveMQConnectionFactory(factory.toURI().toString()).getServerLocator();
  }
}
