package org.workbinroutes.sink.spool;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Enumeration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.SinkFailure;
import org.workbinroutes.sink.UnreadableNotificationException;

/**
 * Dead letters on the broker, one queue for each sink. A letter goes back to its sink's queue in
 * the same transaction in which it leaves the dead letters.
 */
final class JmsDeadLetterBox implements DeadLetterBox {
  private static final int LETTERS_A_TRANSACTION = 100;
  private static final long CHARACTERS_A_TRANSACTION = 4L * 1024 * 1024;
  private static final long RECEIVE_MILLIS = 2_000;

  /** How many are counted where the broker does not tell the number. */
  private static final int MOST_COUNTED = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(JmsDeadLetterBox.class);

  private final ConnectionFactory connections;
  private final MessageConverter converter;
  private final Function<String, OptionalLong> depths;
  private final NotificationCodec codec;
  private final SpoolSeal seal;

  JmsDeadLetterBox(
      ConnectionFactory connections,
      MessageConverter converter,
      Function<String, OptionalLong> depths,
      NotificationCodec codec,
      SpoolSeal seal) {
    this.connections = connections;
    this.converter = converter;
    this.depths = depths;
    this.codec = codec;
    this.seal = seal;
  }

  @Override
  public void keep(String sink, DeadLetter letter) throws JMSException {
    keep(sink, letter, seal.of(JmsNames.deadLetters(sink), WorkbinLane.NONE, letter.text()));
  }

  /** Keeps a text that this product did not write, for a look; it is never put back. */
  void keepUnsealed(String sink, String text) throws JMSException {
    keep(
        sink,
        new DeadLetter(
            UUID.randomUUID().toString(),
            Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
            "it has not the seal of workbin.spool.key",
            text),
        null);
  }

  private void keep(String sink, DeadLetter letter, String sealed) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(queue(session, sink))) {
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      TextMessage message = session.createTextMessage(letter.text());
      message.setStringProperty(SinkFailure.LETTER, letter.id());
      message.setStringProperty(SinkFailure.SINK, sink);
      message.setStringProperty(SinkFailure.REASON, letter.reason());
      message.setStringProperty(SinkFailure.FAILED_AT, letter.failedAt());
      JmsNames.seal(message, sealed);
      producer.send(message);
    }
  }

  @Override
  public void read(String sink, int limit, Consumer<DeadLetter> reader) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(queue(session, sink))) {
      connection.start();
      Enumeration<?> messages = browser.getEnumeration();
      for (int shown = 0; shown < limit && messages.hasMoreElements(); shown++) {
        reader.accept(letter((Message) messages.nextElement()));
      }
    }
  }

  @Override
  public OptionalLong count(String sink) {
    OptionalLong told = depths.apply(JmsNames.deadLetters(sink));
    return told.isPresent() ? told : browsed(sink);
  }

  @Override
  public synchronized long replay(String sink) throws JMSException {
    return take(sink, JmsNames.replayed(sink));
  }

  @Override
  public synchronized long purge(String sink) throws JMSException {
    return take(sink, null);
  }

  /** Takes what is there now, and puts it into another queue if there is one. */
  private long take(String sink, String target) throws JMSException {
    long there = count(sink).orElse(0);
    long looked = 0;
    long left = 0;
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(queue(session, sink));
        MessageProducer producer = session.createProducer(null)) {
      connection.start();
      int inTransaction = 0;
      long characters = 0;
      Message message = there == 0 ? null : consumer.receive(RECEIVE_MILLIS);
      while (message != null) {
        looked++;
        inTransaction++;
        if (target != null) {
          String text = text(message);
          characters += text.length();
          if (isOurs(sink, text, message)) {
            send(session, producer, target, text);
          } else {
            left++;
            producer.send(queue(session, sink), message);
          }
        }
        if (inTransaction == LETTERS_A_TRANSACTION || characters >= CHARACTERS_A_TRANSACTION) {
          session.commit();
          inTransaction = 0;
          characters = 0;
        }
        message = looked < there ? consumer.receive(RECEIVE_MILLIS) : null;
      }
      session.commit();
    }
    if (left > 0) {
      LOG.warn(
          "{} dead letters of sink {} stay: they have no text, or not the seal of"
              + " workbin.spool.key",
          left,
          sink);
    }
    return looked - left;
  }

  private boolean isOurs(String sink, String text, Message message) throws JMSException {
    return !text.isEmpty()
        && seal.isTaken(
            JmsNames.deadLetters(sink),
            WorkbinLane.NONE,
            text,
            message.getStringProperty(SpoolSeal.PROPERTY));
  }

  private void send(Session session, MessageProducer producer, String target, String text)
      throws JMSException {
    TextMessage again = session.createTextMessage(text);
    String lane = lane(text);
    again.setStringProperty(WorkbinLane.PROPERTY, lane);
    JmsNames.seal(again, seal.of(target, lane, text));
    producer.send(session.createQueue(target), again);
  }

  private OptionalLong browsed(String sink) {
    long count = 0;
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(queue(session, sink))) {
      connection.start();
      Enumeration<?> messages = browser.getEnumeration();
      while (count < MOST_COUNTED && messages.hasMoreElements()) {
        messages.nextElement();
        count++;
      }
      return OptionalLong.of(count);
    } catch (JMSException unavailable) {
      LOG.debug("The dead letters of sink {} cannot be counted", sink, unavailable);
      return OptionalLong.empty();
    }
  }

  private DeadLetter letter(Message message) throws JMSException {
    String id = property(message, SinkFailure.LETTER);
    return new DeadLetter(
        id.isEmpty() ? message.getJMSMessageID() : id,
        property(message, SinkFailure.FAILED_AT),
        property(message, SinkFailure.REASON),
        text(message));
  }

  private static String property(Message message, String name) throws JMSException {
    String value = message.getStringProperty(name);
    return value == null ? "" : value;
  }

  private String text(Message message) throws JMSException {
    try {
      return converter.fromMessage(message) instanceof String text ? text : "";
    } catch (MessageConversionException noText) {
      return "";
    }
  }

  private String lane(String text) {
    try {
      return WorkbinLane.of(codec.read(text));
    } catch (UnreadableNotificationException noNotification) {
      return WorkbinLane.NONE;
    }
  }

  private static Queue queue(Session session, String sink) throws JMSException {
    return session.createQueue(JmsNames.deadLetters(sink));
  }
}
