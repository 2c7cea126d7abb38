package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;

class EmbeddedBrokerTest {
  private static final RemoteAccess REMOTE =
      new RemoteAccess(
          0,
          List.of(user("partner", EnumSet.allOf(BrokerRole.class))),
          RemoteAccess.PUBLIC_ADDRESSES);

  @TempDir Path directory;
  private EmbeddedBroker broker;

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      broker.stop();
    }
  }

  @Test
  void carriesAMessage() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));

    // When
    send(EmbeddedBroker.PLACEMENTS, "hello");

    // Then
    assertThat(receive(EmbeddedBroker.PLACEMENTS)).isEqualTo("hello");
  }

  @Test
  void keepsMessagesOverARestart() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));
    send(EmbeddedBroker.PLACEMENTS, "hello");

    // When
    broker.stop();
    start(EmbeddedBrokerOptions.in(directory));

    // Then
    assertThat(receive(EmbeddedBroker.PLACEMENTS)).isEqualTo("hello");
  }

  @Test
  void stopsWithoutWaitingForAConsumerAtWork() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context.createConsumer(context.createQueue(EmbeddedBroker.PLACEMENTS));

      // When
      long begin = System.nanoTime();
      broker.stop();

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void startsAndStopsTwiceAsOnce() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));
    ConnectionFactory first = broker.connectionFactory();

    // When
    broker.start();

    // Then
    assertThat(broker.connectionFactory()).isSameAs(first);
    broker.stop();
    broker.stop();
    assertThatIllegalStateException().isThrownBy(broker::connectionFactory);
  }

  @Test
  void refusesADirectoryThatAnotherBrokerUses() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));
    EmbeddedBroker second = new EmbeddedBroker(EmbeddedBrokerOptions.in(directory));

    // When / Then
    assertThatThrownBy(second::start).hasMessageContaining(directory.toString());
    second.stop();
  }

  @Test
  void listensToNoPortUnlessAskedTo() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));

    // When / Then
    assertThatIllegalStateException()
        .isThrownBy(broker::port)
        .withMessageContaining("listens to no TCP port");
  }

  @Test
  void doesNotOpenAPortWithoutUserAndPassword() {
    List<BrokerUser> users = REMOTE.users();
    Map<BrokerRole, Set<String>> addresses = RemoteAccess.PUBLIC_ADDRESSES;
    Set<BrokerRole> send = Set.of(BrokerRole.SEND);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteAccess(61616, List.of(user(" ", send)), addresses))
        .withMessageContaining("no name or no password");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RemoteAccess(61616, List.of(new BrokerUser("u", null, send)), addresses))
        .withMessageContaining("no name or no password");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteAccess(61616, List.of(), addresses))
        .withMessageContaining("workbin.broker.users");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteAccess(61616, List.of(user("workbin-routes", send)), addresses))
        .withMessageContaining("the broker's own user");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteAccess(-1, users, addresses))
        .withMessageContaining("workbin.broker.port");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RemoteAccess(1, users, Map.of(BrokerRole.SEND, Set.of("#"))))
        .withMessageContaining("'#'");
    assertThat(REMOTE.toString()).doesNotContain("s3cret");
  }

  @Test
  void letsARemoteProgramSendAndReceive() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));

    // When
    try (JMSContext remote = remote("partner", "s3cret")) {
      remote.createProducer().send(remote.createQueue(EmbeddedBroker.PLACEMENTS), "from outside");
    }

    // Then
    assertThat(receive(EmbeddedBroker.PLACEMENTS)).isEqualTo("from outside");
  }

  @Test
  void letsARemoteProgramSubscribeToNotifications() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));

    // When
    try (JMSContext remote = remote("partner", "s3cret");
        JMSContext local = broker.connectionFactory().createContext()) {
      JMSConsumer subscriber = remote.createConsumer(remote.createTopic("workbin.notifications"));
      local.createProducer().send(local.createTopic("workbin.notifications"), "added");

      // Then
      assertThat(text(subscriber)).isEqualTo("added");
    }
  }

  @Test
  void letsNobodyInWithoutTheRightPassword() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));

    // When / Then
    assertThatExceptionOfType(JMSSecurityRuntimeException.class)
        .isThrownBy(() -> remote("partner", "guess").createQueue("x"));
    assertThatExceptionOfType(JMSSecurityRuntimeException.class)
        .isThrownBy(() -> remote(null, null).createQueue("x"));
    assertThatExceptionOfType(JMSSecurityRuntimeException.class)
        .isThrownBy(() -> remote("workbin-routes", "workbin-routes").createQueue("x"));
  }

  @Test
  void keepsARemoteProgramOutOfAllOtherQueues() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));
    send("workbin.spool.audit", "private");

    // When / Then
    for (String address : new String[] {"workbin.spool.audit", "activemq.management", "new"}) {
      try (JMSContext remote = remote("partner", "s3cret")) {
        assertThatThrownBy(
                () -> remote.createProducer().send(remote.createQueue(address), "hostile"))
            .as("send to " + address)
            .isInstanceOf(JMSRuntimeException.class);
      }
    }
    try (JMSContext remote = remote("partner", "s3cret")) {
      assertThatThrownBy(() -> remote.createConsumer(remote.createQueue("workbin.spool.audit")))
          .isInstanceOf(JMSRuntimeException.class);
    }
    assertThat(receive("workbin.spool.audit")).isEqualTo("private");
  }

  @Test
  void speaksNoOtherProtocol() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));

    // When
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout(1_000);
      socket
          .getOutputStream()
          .write(
              "CONNECT\nlogin:partner\npasscode:s3cret\naccept-version:1.2\n\n\0"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      try {
        in.transferTo(answer);
      } catch (java.net.SocketException | java.net.SocketTimeoutException refused) {
        // a reset, or silence, is an answer too
      }
    }

    // Then
    assertThat(answer.toString(StandardCharsets.US_ASCII)).doesNotContain("CONNECTED");
  }

  @Test
  void takesNoObjectMessages() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));
    Connection connection = broker.connectionFactory().createConnection();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageProducer producer =
        session.createProducer(session.createQueue(EmbeddedBroker.PLACEMENTS));

    // When / Then
    assertThatExceptionOfType(JMSException.class)
        .isThrownBy(() -> producer.send(session.createObjectMessage(new ArrayList<>())))
        .withMessageContaining("Object messages are not taken");
    connection.close();
    assertThat(receiveNow(EmbeddedBroker.PLACEMENTS)).isNull();
  }

  @Test
  void keepsWhatItGivesUpOnAmongTheDeadLetters() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).withRedelivery(3, Duration.ofMillis(10)));
    send(EmbeddedBroker.PLACEMENTS, "poison");
    send("some.other.queue", "poison too");

    // When
    int deliveries = rollBackAll(EmbeddedBroker.PLACEMENTS) + rollBackAll("some.other.queue");

    // Then
    assertThat(deliveries).isEqualTo(6);
    assertThat(receive(EmbeddedBroker.DEAD_LETTERS)).isEqualTo("poison");
    assertThat(receive(EmbeddedBroker.DEAD_LETTERS)).isEqualTo("poison too");
  }

  @Test
  void neverGivesUpOnADeadLetter() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).withRedelivery(2, Duration.ZERO));
    send(EmbeddedBroker.DEAD_LETTERS, "dead");

    // When
    try (JMSContext context =
        broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
      JMSConsumer consumer =
          context.createConsumer(context.createQueue(EmbeddedBroker.DEAD_LETTERS));
      for (int i = 0; i < 5; i++) {
        assertThat(text(consumer)).isEqualTo("dead");
        context.rollback();
      }
    }

    // Then
    assertThat(receive(EmbeddedBroker.DEAD_LETTERS)).isEqualTo("dead");
  }

  @Test
  void keepsWhatExpires() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory));

    // When
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context
          .createProducer()
          .setTimeToLive(1)
          .send(context.createQueue(EmbeddedBroker.PLACEMENTS), "late");
    }

    // Then
    assertThat(receiveNow(EmbeddedBroker.PLACEMENTS)).isNull();
    assertThat(receive(EmbeddedBroker.EXPIRED)).isEqualTo("late");
  }

  @Test
  void putsOnDiskWhatDoesNotFitIntoMemory() throws Exception {
    // Given
    start(new EmbeddedBrokerOptions(directory, null, 5, Duration.ofSeconds(1), 1024L * 1024));
    String kilobytes = "x".repeat(10_000);

    // When
    try (JMSContext context = broker.connectionFactory().createContext()) {
      for (int i = 0; i < 300; i++) {
        context.createProducer().send(context.createQueue(EmbeddedBroker.PLACEMENTS), kilobytes);
      }
    }

    // Then
    try (JMSContext context = broker.connectionFactory().createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue(EmbeddedBroker.PLACEMENTS));
      for (int i = 0; i < 300; i++) {
        assertThat(text(consumer)).hasSize(10_000);
      }
    }
  }

  @Test
  void anExternalBrokerIsReachedByItsUrl() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));
    Broker external = new ExternalBroker("tcp://127.0.0.1:" + broker.port(), "partner", "s3cret");

    // When
    external.start();
    try (JMSContext context = external.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(EmbeddedBroker.PLACEMENTS), "far away");
    } finally {
      external.stop();
    }

    // Then
    assertThat(receive(EmbeddedBroker.PLACEMENTS)).isEqualTo("far away");
    assertThatIllegalStateException().isThrownBy(external::connectionFactory);
  }

  @Test
  void aUrlCannotAllowObjects() throws Exception {
    // Given
    start(EmbeddedBrokerOptions.in(directory).with(REMOTE));
    Broker external =
        new ExternalBroker(
            "tcp://127.0.0.1:"
                + broker.port()
                + "?deserializationAllowList=*&deserializationDenyList=",
            "partner",
            "s3cret");

    // When
    external.start();
    Object unwrapped =
        ((org.messaginghub.pooled.jms.JmsPoolConnectionFactory) external.connectionFactory())
            .getConnectionFactory();
    external.stop();

    // Then
    assertThat(((ActiveMQConnectionFactory) unwrapped).getDeserializationDenyList()).isEqualTo("*");
    assertThat(((ActiveMQConnectionFactory) unwrapped).getDeserializationAllowList()).isEmpty();
  }

  static BrokerUser user(String name, Set<BrokerRole> roles) {
    return new BrokerUser(name, ApiKey.hashOf("s3cret"), roles);
  }

  private void start(EmbeddedBrokerOptions options) throws Exception {
    broker = new EmbeddedBroker(options);
    broker.start();
  }

  private JMSContext remote(String user, String password) {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port());
    return factory.createContext(user, password);
  }

  private void send(String queue, String text) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(queue), text);
    }
  }

  private String receive(String queue) throws JMSException {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      return text(context.createConsumer(context.createQueue(queue)));
    }
  }

  private static String text(JMSConsumer consumer) throws JMSException {
    TextMessage message = (TextMessage) consumer.receive(60_000);
    return message == null ? null : message.getText();
  }

  private Message receiveNow(String queue) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      return context.createConsumer(context.createQueue(queue)).receive(300);
    }
  }

  private int rollBackAll(String queue) throws JMSException {
    int deliveries = 0;
    try (JMSContext context =
        broker.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
      JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
      TextMessage message = (TextMessage) consumer.receive(60_000);
      while (message != null) {
        deliveries++;
        context.rollback();
        message = (TextMessage) consumer.receive(500);
      }
    }
    return deliveries;
  }
}
