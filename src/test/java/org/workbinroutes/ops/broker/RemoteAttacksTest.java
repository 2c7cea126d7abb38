package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ActiveMQSessionContext;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage_V3;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.config.BrokerRole;

/** What a program of this machine can do to the port of the embedded broker. */
@Timeout(120)
class RemoteAttacksTest {
  private static final RemoteAccess REMOTE =
      new RemoteAccess(
          0,
          List.of(EmbeddedBrokerTest.user("partner", EnumSet.allOf(BrokerRole.class))),
          RemoteAccess.PUBLIC_ADDRESSES);
  private static final int GIGABYTE = 1 << 30;

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(directory).with(REMOTE));
    broker.start();
  }

  @AfterAll
  static void stop() throws Exception {
    broker.stop();
  }

  @Test
  void aFrameWithoutAnEndIsNotTaken() throws Exception {
    try (Socket socket = connect()) {
      // When
      new DataOutputStream(socket.getOutputStream()).writeInt(GIGABYTE);

      // Then
      awaitClosed(socket);
    }
  }

  @Test
  void noPacketReservesMemoryBeforeALogin() throws Exception {
    try (Socket socket = connect()) {
      // When
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(1 + 8 + 4);
      out.writeByte(PacketImpl.SESS_SEND_CONTINUATION);
      out.writeLong(10);
      out.writeInt(Integer.MAX_VALUE);

      // Then
      awaitClosed(socket);
    }
  }

  @Test
  void nobodyMakesAQueueBeforeALogin() throws Exception {
    try (Socket socket = connect()) {
      // When
      send(
          socket,
          new CreateQueueMessage(
              SimpleString.of("hostile"), SimpleString.of("hostile"), null, true, false, false));

      // Then
      awaitClosed(socket);
      assertThat(broker.depth("hostile")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1_000_000})
  void nobodyTakesASessionOverWithoutALogin(int confirmationWindow) throws Exception {
    // Given
    try (ActiveMQConnectionFactory factory =
            factory("?confirmationWindowSize=" + confirmationWindow);
        Connection owner = factory.createConnection("partner", "s3cret");
        Session session = owner.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Socket socket = connect()) {
      String name =
          ((ClientSessionInternal) ((ActiveMQSession) session).getCoreSession()).getName();

      // When
      send(socket, new ReattachSessionMessage(name, -1));
      byte[] answer = socket.getInputStream().readNBytes(4 + 1 + 8 + 4 + 1);

      // Then
      assertThat(answer[4]).isEqualTo(PacketImpl.REATTACH_SESSION_RESP);
      assertThat(answer[answer.length - 1]).as("reattached").isZero();
      session.createConsumer(session.createQueue(EmbeddedBroker.DEAD_LETTERS)).close();
    }
  }

  @Test
  void aClientThatLostItsConnectionGoesOnWithANewSession() throws Exception {
    // Given: the broker keeps the place of a lost connection for the time to live that it asked for
    try (ActiveMQConnectionFactory factory =
            factory(
                "?confirmationWindowSize=1000000&reconnectAttempts=-1"
                    + "&connectionTTL=5000&clientFailureCheckPeriod=2500");
        Connection connection = factory.createConnection("partner", "s3cret");
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      Queue queue = session.createQueue(EmbeddedBroker.DEAD_LETTERS);
      MessageConsumer consumer = session.createConsumer(queue);
      connection.start();

      // When
      ((ClientSessionInternal) ((ActiveMQSession) session).getCoreSession())
          .getConnection()
          .getTransportConnection()
          .forceClose();
      try (JMSContext local = broker.connectionFactory().createContext()) {
        local.createProducer().send(queue, "after");
      }

      // Then
      assertThat(((TextMessage) consumer.receive(60_000)).getText()).isEqualTo("after");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTextTooLargeForTheMemoryIsRefusedAndNotStored(boolean packed) throws Exception {
    // Given
    long limit = BodyLimit.ofHeap().bytes();
    int characters = (int) limit;

    // When / Then
    try (ActiveMQConnectionFactory factory = factory()) {
      assertThatThrownBy(
              () ->
                  BlankText.send(
                      factory.getServerLocator().setCompressLargeMessage(packed),
                      "partner",
                      "s3cret",
                      EmbeddedBroker.PLACEMENTS,
                      characters))
          .isInstanceOf(ActiveMQException.class)
          .hasMessageContaining("larger than " + limit + " bytes");
    }
    assertThat(broker.depth(EmbeddedBroker.PLACEMENTS)).hasValue(0);
    try (Stream<Path> files = Files.list(directory.resolve("large-messages"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".msg"))).isEmpty();
    }
  }

  @Test
  void aPieceIsAsLongAsItSays() throws Exception {
    // Given
    try (ActiveMQConnectionFactory factory = factory();
        JMSContext context = factory.createContext("partner", "s3cret");
        JMSContext local = broker.connectionFactory().createContext()) {
      // When
      context
          .createProducer()
          .send(context.createQueue(EmbeddedBroker.PLACEMENTS), "x".repeat(200_000));

      // Then
      assertThat(
              local
                  .createConsumer(local.createQueue(EmbeddedBroker.PLACEMENTS))
                  .receive(60_000)
                  .getBody(String.class))
          .hasSize(200_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void noMessageReservesMemoryForWhatIsNotInIt(boolean large, boolean inAProperty)
      throws Exception {
    try (ActiveMQConnectionFactory factory = factory();
        ClientSessionFactory sessions = factory.getServerLocator().createSessionFactory();
        ClientSession session =
            sessions.createSession("partner", "s3cret", false, true, true, false, 0)) {
      // Given
      ClientMessage message = session.createMessage(true);
      message.setAddress(EmbeddedBroker.PLACEMENTS);
      message.putBytesProperty("k", new byte[] {1, 2, 3});
      long channel =
          ((ActiveMQSessionContext) ((ClientSessionInternal) session).getSessionContext())
              .getSessionChannel()
              .getID();
      CoreRemotingConnection connection =
          (CoreRemotingConnection) ((ClientSessionInternal) session).getConnection();
      Packet packet =
          large
              ? new SessionSendLargeMessage((ICoreMessage) message)
              : new SessionSendMessage_V3((ICoreMessage) message, false, null, 0);
      packet.setChannelID(channel);
      ActiveMQBuffer buffer = packet.encode(connection);
      byte[] bytes = new byte[buffer.writerIndex()];
      buffer.getBytes(0, bytes);
      int count = indexOfProperties(bytes);
      bytes[inAProperty ? count + 4 + 4 + 2 + 1 : count] = 0x40;

      // When
      connection.getTransportConnection().write(ActiveMQBuffers.wrappedBuffer(bytes), true, false);

      // Then
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !connection.getTransportConnection().isOpen());
      assertThat(broker.depth(EmbeddedBroker.PLACEMENTS)).hasValue(0);
    }
  }

  /** Where the number of properties, 1, stands, before a key of one letter. */
  private static int indexOfProperties(byte[] packet) {
    byte[] one = {0, 0, 0, 1, 0, 0, 0, 2, 'k'};
    for (int i = packet.length - one.length; i >= 0; i--) {
      if (Arrays.equals(packet, i, i + one.length, one, 0, one.length)) {
        return i;
      }
    }
    throw new AssertionError("no properties");
  }

  @Test
  void aSelectorThatTakesLongIsRefused() {
    try (ActiveMQConnectionFactory factory = factory();
        JMSContext context = factory.createContext("partner", "s3cret")) {
      for (String costly :
          new String[] {
            "name LIKE '%a%a%a%a%a%a%b'",
            "XPATH '//a'",
            "name = '" + "x".repeat(1_000) + "'",
            "(".repeat(990) + "TRUE" + ")".repeat(990)
          }) {
        assertThatThrownBy(
                () ->
                    context.createConsumer(
                        context.createQueue(EmbeddedBroker.DEAD_LETTERS), costly))
            .as(costly)
            .isInstanceOf(InvalidSelectorRuntimeException.class);
      }
      for (String cheap :
          new String[] {
            "region = 'EU' AND name LIKE 'a%' OR name LIKE '%b%'", "name = 'it''s 5 %'"
          }) {
        context.createConsumer(context.createQueue(EmbeddedBroker.DEAD_LETTERS), cheap).close();
      }
    }
  }

  private static ActiveMQConnectionFactory factory() {
    return factory("");
  }

  private static ActiveMQConnectionFactory factory(String options) {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port() + options);
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port());
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write("ARTEMIS".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void send(Socket socket, Packet packet) throws IOException {
    packet.setChannelID(1);
    ActiveMQBuffer buffer = packet.encode(null);
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    socket.getOutputStream().write(bytes);
  }

  private static void awaitClosed(Socket socket) throws IOException {
    try {
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(Arrays.toString(answer)).isEqualTo("[]");
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }
}
