package org.workbinroutes.sink.spool;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;
import org.workbinroutes.outage.EventLog;

/**
 * One sink's shared durable subscription, and the queue of dead letters that were put back. Each
 * message is acknowledged by itself some time after it was delivered, so that one that is tried
 * again and again keeps no other from being acknowledged.
 *
 * <p>After a lost connection the broker sends again what was not acknowledged. What is still under
 * way is then recognised by its message id and not delivered a second time.
 */
final class JmsSinkQueue implements SinkQueue {
  /**
   * Artemis and Qpid JMS know this mode by the same number; the JMS specification has none that
   * acknowledges one message and not those before it.
   */
  private static final int INDIVIDUAL_ACKNOWLEDGE = 101;

  private static final int MOST_REMEMBERED = 10_000;
  private static final long AT_ONCE_NANOS = 100_000;
  private static final long GATHERING_MILLIS = 1;
  private static final long LONGEST_GATHERING_NANOS = 2_000_000;
  private static final long LOOK_FOR_REPLAYED_NANOS = 250_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(JmsSinkQueue.class);

  private final ConnectionFactory connections;
  private final MessageConverter converter;
  private final String sink;
  private final SpoolSeal seal;
  private final JmsDeadLetterBox letters;
  private final EventLog unsealed = new EventLog(LOG::warn, Clock.systemUTC());
  private final Acknowledgement acknowledgement = new Acknowledgement();

  /** What was received and not delivered, each with the message to be acknowledged. */
  private final Map<String, Message> underWay = new HashMap<>();

  /** What was delivered and could not be acknowledged. */
  private final Map<String, Boolean> unacknowledged =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private Connection connection;
  private Session session;
  private MessageConsumer consumer;
  private MessageConsumer replayed;
  private long nextLook;

  JmsSinkQueue(
      ConnectionFactory connections,
      MessageConverter converter,
      String sink,
      SpoolSeal seal,
      JmsDeadLetterBox letters) {
    this.connections = connections;
    this.converter = converter;
    this.sink = sink;
    this.seal = seal;
    this.letters = letters;
  }

  @Override
  public List<Waiting> receive(int limit, long millis) throws SpoolUnavailableException {
    List<Waiting> some = new ArrayList<>();
    try {
      open();
      long asked = System.nanoTime();
      Message message = replayed();
      String place = JmsNames.replayed(sink);
      if (message == null) {
        message = consumer.receive(millis);
        place = JmsNames.TOPIC;
      }
      long came = System.nanoTime();
      // one that was not waited for is seldom alone
      boolean isBurst = came - asked < AT_ONCE_NANOS;
      while (message != null) {
        add(message, place, some);
        boolean isEnough =
            !isBurst || some.size() == limit || System.nanoTime() - came > LONGEST_GATHERING_NANOS;
        message = isEnough ? null : consumer.receive(GATHERING_MILLIS);
        place = JmsNames.TOPIC;
      }
    } catch (JMSException | RuntimeException unavailable) {
      disconnect();
      if (some.isEmpty()) {
        throw new SpoolUnavailableException("The queue of sink " + sink + " is away", unavailable);
      }
    }
    return some;
  }

  @Override
  public void delivered(List<Waiting> some) throws SpoolUnavailableException {
    Map<String, Message> messages = new LinkedHashMap<>();
    for (Waiting one : some) {
      Message message = underWay.remove(one.id());
      if (message == null) {
        unacknowledged.put(one.id(), true);
      } else {
        messages.put(one.id(), message);
      }
    }
    try {
      acknowledgement.of(List.copyOf(messages.values()));
    } catch (JMSException | RuntimeException unavailable) {
      messages.keySet().forEach(id -> unacknowledged.put(id, true));
      disconnect();
      throw new SpoolUnavailableException("The queue of sink " + sink + " is away", unavailable);
    }
  }

  @Override
  public void close() {
    disconnect();
    unacknowledged.clear();
  }

  /** To ask costs a round trip to the broker, so it is not asked every time. */
  private Message replayed() throws JMSException {
    if (System.nanoTime() - nextLook < 0) {
      return null;
    }
    Message message = replayed.receiveNoWait();
    if (message == null) {
      nextLook = System.nanoTime() + LOOK_FOR_REPLAYED_NANOS;
    }
    return message;
  }

  private void open() throws JMSException {
    if (replayed == null) {
      connection = connections.createConnection();
      session = connection.createSession(false, INDIVIDUAL_ACKNOWLEDGE);
      consumer =
          session.createSharedDurableConsumer(
              session.createTopic(JmsNames.TOPIC), JmsNames.subscription(sink));
      replayed = session.createConsumer(session.createQueue(JmsNames.replayed(sink)));
      nextLook = System.nanoTime();
      connection.start();
    }
  }

  /** Leaves out a message that is known: it was sent again because its acknowledgement was lost. */
  private void add(Message message, String place, List<Waiting> some) throws JMSException {
    String id = message.getJMSMessageID();
    if (id == null) {
      id = UUID.randomUUID().toString();
    }
    if (unacknowledged.remove(id) != null) {
      message.acknowledge();
      return;
    }
    if (!underWay.containsKey(id)) {
      String given = message.getStringProperty(WorkbinLane.PROPERTY);
      String lane = given == null ? WorkbinLane.NONE : given;
      String text = text(message);
      if (!seal.isTaken(place, lane, text, message.getStringProperty(SpoolSeal.PROPERTY))) {
        refuse(message, text);
        return;
      }
      some.add(new Waiting(id, text, lane));
    }
    underWay.put(id, message);
  }

  /** It is kept for a look, and never delivered: whoever may send here may have made it up. */
  private void refuse(Message message, String text) throws JMSException {
    letters.keepUnsealed(sink, text == null ? "" : text);
    message.acknowledge();
    seal.refused();
    unsealed.happened(
        () ->
            "A notification for sink "
                + sink
                + " has not the seal of workbin.spool.key and is kept in its dead letters: see who"
                + " else may send to "
                + JmsNames.TOPIC
                + " on the broker, and whether all nodes have the same key");
  }

  private String text(Message message) throws JMSException {
    try {
      Object body = converter.fromMessage(message);
      return message instanceof BytesMessage && body instanceof byte[] bytes
          ? new String(bytes, StandardCharsets.UTF_8)
          : String.valueOf(body);
    } catch (MessageConversionException refused) {
      LOG.error("A message in the queue of sink {} cannot be read", sink, refused);
      return null;
    }
  }

  /** What is under way stays known, and waits for its message to be sent again. */
  private void disconnect() {
    underWay.replaceAll((id, message) -> null);
    closeQuietly(consumer);
    closeQuietly(replayed);
    closeQuietly(session);
    closeQuietly(connection);
    consumer = null;
    replayed = null;
    session = null;
    connection = null;
  }

  private void closeQuietly(AutoCloseable closing) {
    if (closing != null) {
      try {
        closing.close();
      } catch (Exception e) {
        LOG.debug("The queue of sink {} was not closed in good order", sink, e);
      }
    }
  }
}
