package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;
import org.workbinroutes.outage.CapturedLog;

/** What programs of others do at the embedded broker's port, by Artemis' own clients. */
class RemoteRolesTest {
  private static final String PLACEMENTS = EmbeddedBroker.PLACEMENTS;
  private static final String DEAD_LETTERS = EmbeddedBroker.DEAD_LETTERS;
  private static final String NOTIFICATIONS = EmbeddedBroker.NOTIFICATIONS;
  private static final String SINK = "workbin-sink-crm";
  private static final long PATIENCE = 60_000;

  @TempDir Path directory;
  private EmbeddedBroker broker;

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(BrokerRole.class)
  void aRoleAllowsItsOwnActsAndNoOther(BrokerRole role) throws Exception {
    // Given
    start(users(Set.of(role)));
    spoolFor("crm", "a notification");
    send(DEAD_LETTERS, "a dead letter");
    send(PLACEMENTS, "a request");

    // When
    Set<String> done = new TreeSet<>();
    Map<String, String> refusedBy = new LinkedHashMap<>();
    acts()
        .forEach(
            (name, act) -> {
              try (JMSContext remote = remote("partner")) {
                act.run(remote);
                done.add(name);
              } catch (JMSRuntimeException | ActiveMQException | JMSException refused) {
                refusedBy.put(name, refused.getMessage());
              } catch (Exception unexpected) {
                throw new AssertionError(name, unexpected);
              }
            });

    // Then
    assertThat(done)
        .as("%s, refused: %s", role, refusedBy)
        .containsExactlyInAnyOrder(
            switch (role) {
              case SEND -> new String[] {"send a request", "make a queue for answers"};
              case DEAD_LETTERS -> new String[] {"browse dead letters", "take a dead letter"};
              case NOTIFICATIONS -> new String[] {"subscribe"};
            });
    assertThat(broker.refusals()).isGreaterThanOrEqualTo(refusedBy.size() - 3L);
    assertThat(local(SINK + " is whole", NOTIFICATIONS + "::" + SINK)).isEqualTo("a notification");
    assertThat(local("the request is there", PLACEMENTS)).isEqualTo("a request");
  }

  /** Each by a connection of its own. Those that only one role allows are named in the test. */
  private Map<String, Act> acts() {
    Map<String, Act> acts = new LinkedHashMap<>();
    acts.put("browse dead letters", remote -> browse(remote, DEAD_LETTERS));
    acts.put("subscribe", remote -> remote.createConsumer(remote.createTopic(NOTIFICATIONS)));
    acts.put(
        "make a queue for answers",
        remote -> {
          TemporaryQueue answers = remote.createTemporaryQueue();
          remote.createConsumer(answers).close();
          answers.delete();
        });
    acts.put("send a dead letter", remote -> send(remote, remote.createQueue(DEAD_LETTERS)));
    acts.put("forge a notification", remote -> send(remote, remote.createTopic(NOTIFICATIONS)));
    acts.put("forge by queue", remote -> send(remote, remote.createQueue(NOTIFICATIONS)));
    acts.put(
        "forge into a subscription",
        remote -> send(remote, remote.createQueue(NOTIFICATIONS + "::" + SINK)));
    acts.put(
        "forge what was put back",
        remote -> send(remote, remote.createQueue("workbin.sink.crm.replayed")));
    acts.put("take requests", remote -> take(remote, PLACEMENTS));
    acts.put("browse requests", remote -> browse(remote, PLACEMENTS));
    acts.put("take a sink's notifications", remote -> take(remote, NOTIFICATIONS + "::" + SINK));
    acts.put(
        "browse a sink's notifications", remote -> browse(remote, NOTIFICATIONS + "::" + SINK));
    acts.put(
        "share a sink's subscription",
        remote -> remote.createSharedDurableConsumer(remote.createTopic(NOTIFICATIONS), SINK));
    acts.put(
        "share a sink's subscription for a while",
        remote -> remote.createSharedConsumer(remote.createTopic(NOTIFICATIONS), SINK));
    acts.put("take a sink's dead letters", remote -> take(remote, "workbin.sink.crm.dead-letters"));
    acts.put("take what expired", remote -> take(remote, EmbeddedBroker.EXPIRED));
    acts.put("send to a new queue", remote -> send(remote, remote.createQueue("a.new.queue")));
    acts.put("send requests to a topic", remote -> send(remote, remote.createTopic(PLACEMENTS)));
    acts.put(
        "subscribe for good",
        remote -> remote.createSharedDurableConsumer(remote.createTopic(NOTIFICATIONS), "mine"));
    for (String address : List.of(PLACEMENTS, DEAD_LETTERS, NOTIFICATIONS)) {
      for (RoutingType type : RoutingType.values()) {
        acts.put(
            "make a durable queue at " + address + ", " + type,
            remote -> make(QueueConfiguration.of("mine").setAddress(address).setRoutingType(type)));
      }
      acts.put(
          "make a queue at " + address,
          remote ->
              make(
                  QueueConfiguration.of("mine")
                      .setAddress(address)
                      .setDurable(false)
                      .setRoutingType(RoutingType.ANYCAST)));
      acts.put("delete at " + address, remote -> core(session -> delete(session, address)));
    }
    acts.put("delete a sink's queue", remote -> core(session -> session.deleteQueue(SINK)));
    acts.put(
        "make an address",
        remote ->
            core(
                session ->
                    session.createAddress(
                        SimpleString.of("mine"), EnumSet.of(RoutingType.ANYCAST), false)));
    acts.put("purge by the management address", remote -> core(RemoteRolesTest::purge));
    acts.put("take a dead letter", remote -> take(remote, DEAD_LETTERS));
    acts.put("send a request", remote -> send(remote, remote.createQueue(PLACEMENTS)));
    return acts;
  }

  @Test
  void aSubscriberReadsNoOtherSubscribersQueue() throws Exception {
    // Given
    start(
        List.of(
            user("partner", Set.of(BrokerRole.NOTIFICATIONS)),
            user("other", Set.of(BrokerRole.NOTIFICATIONS))));
    String queue = UUID.randomUUID().toString();
    core(
        session -> {
          session.createQueue(
              QueueConfiguration.of(queue)
                  .setAddress(NOTIFICATIONS)
                  .setRoutingType(RoutingType.MULTICAST)
                  .setDurable(false)
                  .setTemporary(true));
          try (JMSContext other = remote("other")) {
            // When / Then
            assertThat(refused(() -> take(other, NOTIFICATIONS + "::" + queue)))
                .contains("CONSUME");
            assertThat(refused(() -> core("other", theirs -> theirs.deleteQueue(queue))))
                .contains("DELETE_NON_DURABLE");
          }
          session.createConsumer(queue);
        });
  }

  @Test
  void severalRolesAllowTheActsOfEach() throws Exception {
    // Given
    start(users(EnumSet.allOf(BrokerRole.class)));
    send(DEAD_LETTERS, "dead");

    // When
    try (JMSContext remote = remote("partner")) {
      var subscriber = remote.createConsumer(remote.createTopic(NOTIFICATIONS));
      send(remote, remote.createQueue(PLACEMENTS));
      spoolFor("crm", "added");

      // Then
      assertThat(text(subscriber.receive(PATIENCE))).isEqualTo("added");
      assertThat(text(remote.createConsumer(remote.createQueue(DEAD_LETTERS)).receive(PATIENCE)))
          .isEqualTo("dead");
      assertThat(local("sent", PLACEMENTS)).isEqualTo("hostile");
    }
  }

  @Test
  void refusedActsAreLoggedOnceAMinute() throws Exception {
    // Given
    start(users(Set.of(BrokerRole.SEND)));

    // When
    try (CapturedLog log = CapturedLog.ofAll()) {
      for (int i = 0; i < 20; i++) {
        try (JMSContext remote = remote("partner")) {
          refused(() -> send(remote, remote.createTopic(NOTIFICATIONS)));
        }
      }

      // Then
      assertThat(log.linesWith("was refused"))
          .singleElement()
          .asString()
          .contains("partner", "SEND", NOTIFICATIONS, "workbin.broker.users");
    }
    assertThat(broker.refusals()).isEqualTo(20);
  }

  @Test
  void aQueueThatAnEarlierVersionAllowedBesideThePlacementsGivesThemBack() throws Exception {
    // Given
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(directory));
    broker.start();
    try (JMSContext context = broker.connectionFactory().createContext()) {
      take(context, PLACEMENTS + "::thief");
    }
    IntStream.range(0, 60).forEach(i -> send(PLACEMENTS, "request " + i));
    await().untilAsserted(() -> assertThat(broker.depth("thief")).hasValue(30));
    broker.stop();

    // When
    start(users(Set.of(BrokerRole.SEND)));

    // Then
    assertThat(broker.depth("thief")).isEmpty();
    await().untilAsserted(() -> assertThat(broker.depth(PLACEMENTS)).hasValue(60));
    broker.stop();
    start(users(Set.of(BrokerRole.SEND)));
    await().untilAsserted(() -> assertThat(broker.depth(PLACEMENTS)).hasValue(60));
    assertThat(broker.depth("thief")).isEmpty();
  }

  @Test
  void aSubscriptionThatAnEarlierVersionAllowedIsReadAndEndedByItsUserWithTheRole()
      throws Exception {
    // Given
    EmbeddedActiveMQ earlier = new EmbeddedActiveMQ();
    earlier.setConfiguration(
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setResolveProtocols(false)
            .setJournalType(JournalType.NIO)
            .setJournalFileSize(4 * 1024 * 1024)
            .setBindingsDirectory(directory.resolve("bindings").toString())
            .setJournalDirectory(directory.resolve("journal").toString())
            .setPagingDirectory(directory.resolve("paging").toString())
            .setLargeMessagesDirectory(directory.resolve("large-messages").toString()));
    earlier.start();
    earlier
        .getActiveMQServer()
        .createQueue(
            QueueConfiguration.of("app.audit")
                .setAddress(NOTIFICATIONS)
                .setRoutingType(RoutingType.MULTICAST)
                .setUser("partner"));
    earlier.stop();

    // When
    try (CapturedLog log = CapturedLog.ofAll()) {
      start(users(Set.of(BrokerRole.SEND)));
      spoolFor("crm", "kept");

      // Then
      assertThat(log.linesWith("app.audit")).singleElement().asString().contains("partner");
    }
    try (JMSContext remote = remote("partner")) {
      remote.setClientID("app");
      assertThat(
              refused(
                  () -> remote.createDurableConsumer(remote.createTopic(NOTIFICATIONS), "audit")))
          .contains("CONSUME");
    }
    broker.stop();
    start(users(Set.of(BrokerRole.NOTIFICATIONS)));
    try (JMSContext remote = remote("partner")) {
      remote.setClientID("app");
      var subscriber = remote.createDurableConsumer(remote.createTopic(NOTIFICATIONS), "audit");
      assertThat(text(subscriber.receive(PATIENCE))).isEqualTo("kept");
      subscriber.close();
      remote.unsubscribe("audit");
    }
    assertThat(broker.depth("app.audit")).isEmpty();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static List<BrokerUser> users(Set<BrokerRole> roles) {
    return List.of(user("partner", roles));
  }

  private static BrokerUser user(String name, Set<BrokerRole> roles) {
    return new BrokerUser(name, ApiKey.hashOf("s3cret"), roles);
  }

  private void start(List<BrokerUser> users) throws Exception {
    broker =
        new EmbeddedBroker(
            EmbeddedBrokerOptions.in(directory)
                .with(new RemoteAccess(0, users, RemoteAccess.PUBLIC_ADDRESSES)));
    broker.start();
  }

  /** As the product does it. */
  private void spoolFor(String sink, String text) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      Topic topic = context.createTopic(NOTIFICATIONS);
      context.createSharedDurableConsumer(topic, "workbin-sink-" + sink).close();
      context.createProducer().send(topic, text);
      context.createProducer().send(context.createQueue("workbin.sink.crm.replayed"), "a");
      context.createProducer().send(context.createQueue("workbin.sink.crm.dead-letters"), "b");
    }
  }

  private void send(String queue, String text) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(queue), text);
    }
  }

  private String local(String what, String queue) throws JMSException {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      Message message = context.createConsumer(context.createQueue(queue)).receive(PATIENCE);
      assertThat(message).as(what).isNotNull();
      return text(message);
    }
  }

  private static String text(Message message) throws JMSException {
    return ((TextMessage) message).getText();
  }

  private JMSContext remote(String user) {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port())
        .createContext(user, "s3cret");
  }

  private static void send(JMSContext remote, Destination target) {
    remote.createProducer().send(target, "hostile");
  }

  private static void take(JMSContext remote, String queue) {
    remote.createConsumer(remote.createQueue(queue));
  }

  private static void browse(JMSContext remote, String queue) throws JMSException {
    Queue browsed = remote.createQueue(queue);
    remote.createBrowser(browsed).getEnumeration().hasMoreElements();
  }

  private void make(QueueConfiguration queue) throws Exception {
    core(session -> session.createQueue(queue));
  }

  private static void delete(ClientSession session, String address) throws Exception {
    session.deleteQueue(address);
  }

  private static void purge(ClientSession session) throws Exception {
    ClientMessage purge = session.createMessage(true);
    ManagementHelper.putOperationInvocation(purge, "queue." + PLACEMENTS, "removeAllMessages");
    session.start();
    session.createProducer("activemq.management").send(purge);
  }

  private void core(CoreAct act) throws Exception {
    core("partner", act);
  }

  private void core(String user, CoreAct act) throws Exception {
    try (ActiveMQConnectionFactory remote =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port());
        ServerLocator locator = remote.getServerLocator();
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session =
            factory.createSession(user, "s3cret", false, true, true, false, 1)) {
      act.run(session);
    }
  }

  private static String refused(JmsAct act) throws Exception {
    try {
      act.run();
      return "nothing";
    } catch (JMSRuntimeException | ActiveMQException refused) {
      return refused.getMessage();
    }
  }

  private interface Act {
    void run(JMSContext remote) throws Exception;
  }

  private interface CoreAct {
    void run(ClientSession session) throws Exception;
  }

  private interface JmsAct {
    void run() throws Exception;
  }
}
