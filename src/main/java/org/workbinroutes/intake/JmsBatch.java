package org.workbinroutes.intake;

import jakarta.jms.Message;
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

  private final List<Message> messages;
  private final List<Runnable> afterwards = new ArrayList<>();

  /**
   * A batch.
   *
   * @param messages in the order in which the broker gave them, at least one
   */
  public JmsBatch(List<Message> messages) {
    this.messages = List.copyOf(messages);
  }

  /**
   * The messages.
   *
   * @return in the order in which the broker gave them
   */
  public List<Message> messages() {
    return messages;
  }

  /**
   * About how many bytes the body of a message takes, as far as that can be told without reading it
   * from the broker.
   *
   * @param message a message
   * @return bytes; 0 if it cannot be told
   */
  public static long sizeOf(Message message) {
    return JmsContent.sizeOf(message);
  }

  /**
   * The size of a body that was left unread because it is too large for the memory.
   *
   * @param message a message
   * @return bytes as they were sent; empty if the body can be read
   */
  public static OptionalLong unreadSize(Message message) {
    return JmsContent.unreadSize(message);
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
   *
   * @return a message that is nothing but a carrier
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
    /**
     * The batch.
     *
     * @return never null
     */
    JmsBatch batch();
  }
}
