package org.workbinroutes.attacks;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The one user of the embedded broker, who is meant to send placements, does something else.
 *
 * @param name the row
 * @param isBrief whether it leaves nothing behind
 * @param deed what
 */
record BrokerUser(String name, boolean isBrief, Deed deed) implements Attack {
  static final String USER = "tester";
  static final String PASSWORD = "t3st";
  private static final Duration TIME_TO_ARRIVE = Duration.ofSeconds(8);
  private static final int REQUESTS = 20;

  /** What the user tries; says whether it was refused or came to nothing. */
  interface Deed {
    Effect by(Target target, ClientSession session) throws ActiveMQException, Exception;
  }

  static ClientSession session(ClientSessionFactory factory) throws ActiveMQException {
    return factory.createSession(USER, PASSWORD, false, true, true, false, 1);
  }

  @Override
  public String who() {
    return "who may place over JMS";
  }

  @Override
  public Effect run(Target target) throws Exception {
    try (ActiveMQConnectionFactory jms = target.product().broker();
        ClientSessionFactory factory = jms.getServerLocator().createSessionFactory();
        ClientSession session = session(factory)) {
      session.start();
      try {
        return deed.by(target, session);
      } catch (ActiveMQException refused) {
        return new Effect(name, "refused: " + refused.getType(), true);
      }
    }
  }

  static BrokerUser forging() {
    return new BrokerUser("broker user: forge a notification", true, BrokerUser::forge);
  }

  private static Effect forge(Target target, ClientSession session) throws Exception {
    String forged =
        """
        {"action":"ItemAdded","agentGroup":"Honest","id":"forged-bin","messageType":"WorkbinStateChangeMessage","chatStateResourceV2":{"id":"0001FORGED"}}\
        """;
    String done = "one text to the topic workbin.notifications";
    try (ActiveMQConnectionFactory factory = target.product().broker();
        JMSContext jms = factory.createContext()) {
      jms.createProducer().send(jms.createTopic("workbin.notifications"), forged);
    } catch (JMSRuntimeException refused) {
      return new Effect(done, "refused", true);
    }
    boolean hasArrived =
        Target.within(
            TIME_TO_ARRIVE,
            () ->
                Files.exists(target.product().audit())
                    && Files.readString(target.product().audit()).contains("0001FORGED"));
    return new Effect(
        done, hasArrived ? "every sink got it" : "taken, no sink got it", !hasArrived);
  }

  static BrokerUser deleting() {
    return new BrokerUser(
        "broker user: delete a queue",
        true,
        (target, session) -> {
          session.deleteQueue("workbin.dead-letters");
          return new Effect("delete workbin.dead-letters", "deleted", false);
        });
  }

  static BrokerUser diverting() {
    return new BrokerUser(
        "broker user: durable queue on placements",
        false,
        (target, session) -> {
          String done =
              "a second durable queue on workbin.placements, then %d requests".formatted(REQUESTS);
          session.createQueue(
              QueueConfiguration.of("thief")
                  .setAddress("workbin.placements")
                  .setRoutingType(RoutingType.ANYCAST)
                  .setDurable(true));
          // the broker shares messages among queues that somebody reads
          session.createConsumer("thief");
          int placed = placed(target);
          return new Effect(
              done, "made; %d of %d requests placed".formatted(placed, REQUESTS), false);
        });
  }

  /** How many of some requests over JMS, all acknowledged by the broker, are placed. */
  private static int placed(Target target) throws InterruptedException {
    long before = target.gws().counters().addEffects();
    try (ActiveMQConnectionFactory factory = target.product().broker();
        JMSContext jms = factory.createContext()) {
      for (int i = 0; i < REQUESTS; i++) {
        String text = Target.request("diverted-" + i, "bin-" + i, "0001diverted" + i);
        jms.createProducer().send(jms.createQueue("workbin.placements"), text);
      }
    }
    Target.within(TIME_TO_ARRIVE, () -> target.gws().counters().addEffects() - before >= REQUESTS);
    return (int) (target.gws().counters().addEffects() - before);
  }

  static BrokerUser listening() {
    return new BrokerUser(
        "broker user: durable queue on notifications",
        true,
        (target, session) -> {
          session.createQueue(
              QueueConfiguration.of("listener")
                  .setAddress("workbin.notifications")
                  .setRoutingType(RoutingType.MULTICAST)
                  .setDurable(true));
          return new Effect("a durable queue on workbin.notifications", "made", false);
        });
  }

  static BrokerUser readingPlacements() {
    return new BrokerUser(
        "broker user: read others' placements",
        true,
        (target, session) -> {
          session.createConsumer("workbin.placements");
          return new Effect("a consumer on workbin.placements", "made", false);
        });
  }

  static BrokerUser readingDeadLetters() {
    return new BrokerUser(
        "broker user: read dead letters without that role",
        true,
        (target, session) -> {
          session.createConsumer("workbin.dead-letters");
          return new Effect("a consumer on workbin.dead-letters", "made", false);
        });
  }

  static BrokerUser costlySelector() {
    return new BrokerUser(
        "broker user: a selector that takes all the time",
        false,
        (target, session) -> {
          String letters = "a".repeat(2_000);
          String selector = "x LIKE '" + "%a".repeat(25) + "b'";
          String done =
              "a consumer on workbin.placements with "
                  + selector.length()
                  + " characters of LIKE, 5 messages of 2,000 letters";
          session.createConsumer("workbin.placements", selector);
          for (int i = 0; i < 5; i++) {
            session
                .createProducer("workbin.placements")
                .send(session.createMessage(true).putStringProperty("x", letters));
          }
          TimeUnit.SECONDS.sleep(2);
          Target.Honest honest = target.place();
          return new Effect(done, "made; a request is " + honest, false);
        });
  }
}
