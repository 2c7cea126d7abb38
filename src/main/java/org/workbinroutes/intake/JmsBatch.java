package org.workbinroutes.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The messages of one transaction. They are acknowledged together when the intake is done with all
 * of them. Belongs to one thread.
 */
public final class JmsBatch {
  /** Set on a message whose body was left unread because of its size: the bytes it has. */
  public static final String UNREAD = "workbinUnread";

  /** Set by Artemis on messages that it streams; the length of the body in bytes. */
  private static final String LARGE_SIZE = "_AMQ_LARGE_SIZE";

  private final List<Message> messages;
  private final List<Runnable> afterwards = new ArrayList<>();

  public JmsBatch(List<Message> messages) {
    this.messages = List.copyOf(messages);
  }

  public List<Message> messages() {
    return messages;
  }

  /**
   * About how many bytes the body of a message takes, as far as that can be told without reading it
   * from the broker.
   *
   * @return bytes; 0 if it cannot be told
   */
  public static long sizeOf(Message message) {
    try {
      long announced = announcedSize(message);
      if (announced > 0) {
        return announced;
      }
      if (message instanceof TextMessage text) {
        return text.getText() == null ? 0 : text.getText().length();
      }
      return message instanceof BytesMessage bytes ? bytes.getBodyLength() : 0;
    } catch (JMSException unreadable) {
      return 0;
    }
  }

  /**
   * The size of a body that was left unread because it is too large for the memory.
   *
   * @return bytes as they were sent; empty if the body can be read
   */
  public static OptionalLong unreadSize(Message message) {
    try {
      return message.getObjectProperty(UNREAD) instanceof Long size
          ? OptionalLong.of(size)
          : OptionalLong.empty();
    } catch (JMSException unreadable) {
      return OptionalLong.empty();
    }
  }

  /** What a large message says of itself before it is read into memory; 0 if it is not large. */
  static long announcedSize(Message message) throws JMSException {
    try {
      return message.propertyExists(LARGE_SIZE) ? message.getLongProperty(LARGE_SIZE) : 0;
    } catch (NumberFormatException | MessageFormatException notTheBrokers) {
      return 0;
    }
  }

  /**
   * Has something done when the messages are acknowledged; it is forgotten if they are not.
   *
   * @param step returns at once and does not throw
   */
  void afterAcknowledgement(Runnable step) {
    afterwards.add(step);
  }

  /** To be called when the messages are acknowledged. */
  public void acknowledged() {
    afterwards.forEach(Runnable::run);
  }

  /**
   * The form in which the batch passes through Camel's JMS component, which knows single messages
   * only. Nothing of what came from outside can be read off it: it has no header, no property and
   * no address to answer to.
   */
  public Message asMessage() {
    return (Carrier)
        Proxy.newProxyInstance(
            JmsBatch.class.getClassLoader(),
            new Class<?>[] {Carrier.class},
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Carrier.class ? this : nothing(method));
  }

  private static Object nothing(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return method.getName().equals("hashCode") ? 1 : 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == String.class && method.getName().equals("toString")) {
      return "a batch";
    }
    return type == Enumeration.class ? Collections.emptyEnumeration() : null;
  }

  /** A message that carries a batch. */
  public interface Carrier extends Message {
    JmsBatch batch();
  }
}
