package org.workbinroutes.ops.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.springframework.jms.support.converter.MessageConversionException;
import org.springframework.jms.support.converter.MessageConverter;
import org.workbinroutes.intake.JmsBatch;

/**
 * Reads and writes text and bytes messages up to a size, and nothing else: no object is ever read
 * out of a message. A batch is handed on unread.
 */
public final class PlainMessageConverter implements MessageConverter {
  /** Set by Artemis on messages that it streams; the length of the body in bytes. */
  private static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";

  private final int maxBytes;

  /**
   * A converter.
   *
   * @param maxBytes the largest body, in bytes; text counts as UTF-8
   */
  public PlainMessageConverter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public Object fromMessage(Message message) throws JMSException {
    if (message instanceof JmsBatch.Carrier carrier) {
      return carrier.batch();
    }
    if (JmsBatch.unreadSize(message).isPresent()) {
      throw tooLarge();
    }
    if (message instanceof TextMessage text) {
      // Artemis streams text in two bytes a character
      requireSize(announcedSize(message) / 2);
      String body = text.getText() == null ? "" : text.getText();
      requireSize(body.length());
      requireSize(body.getBytes(StandardCharsets.UTF_8).length);
      return body;
    }
    if (message instanceof BytesMessage bytes) {
      requireSize(bytes.getBodyLength());
      byte[] body = new byte[(int) bytes.getBodyLength()];
      bytes.reset();
      bytes.readBytes(body);
      return body;
    }
    throw new MessageConversionException(
        "This kind of message is not taken: send a text or a bytes message");
  }

  @Override
  public Message toMessage(Object body, Session session) throws JMSException {
    if (body instanceof byte[] bytes) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(bytes);
      return message;
    }
    if (body instanceof String text) {
      return session.createTextMessage(text);
    }
    throw new MessageConversionException(
        "Only texts and bytes are sent, not "
            + (body == null ? "an empty body" : body.getClass().getName()));
  }

  /** What a large message says of itself before it is read into memory; 0 if it is not large. */
  private static long announcedSize(Message message) throws JMSException {
    try {
      return message.propertyExists(LARGE_SIZE) ? message.getLongProperty(LARGE_SIZE) : 0;
    } catch (NumberFormatException | MessageFormatException notTheBrokers) {
      return 0;
    }
  }

  private void requireSize(long bytes) {
    if (bytes > maxBytes) {
      throw tooLarge();
    }
  }

  private MessageConversionException tooLarge() {
    return new MessageConversionException(
        "The message is larger than " + maxBytes + " bytes: send smaller ones");
  }
}
