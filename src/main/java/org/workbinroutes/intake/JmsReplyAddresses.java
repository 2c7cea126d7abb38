package org.workbinroutes.intake;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.util.PatternMatchUtils;

/**
 * The addresses that a sender may have answers sent to. The JMSReplyTo of a message is whatever its
 * sender wrote: also that it is temporary is only said by him. A temporary queue is believed if its
 * name is one that brokers generate, so that it cannot be another's queue in disguise.
 */
final class JmsReplyAddresses {
  private static final String UUID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

  /** Artemis; Qpid's broker; ActiveMQ. */
  private static final Pattern GENERATED =
      Pattern.compile("(TempQueue|TempTopic)?" + UUID + "|ID:[A-Za-z0-9._:-]{1,200}");

  /**
   * Without what brokers give a meaning to: {@code ?} options, {@code ,} several addresses, {@code
   * ::} a queue at another address, wildcards.
   */
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}._/-]+(:[\\p{L}\\p{N}._/-]+)*");

  /** Where the product itself reads: an answer there would be taken for a notification. */
  private static final Pattern PRODUCT =
      Pattern.compile(
          "workbin\\.(placements|dead-letters|notifications|expired|sink\\..*)|workbin-sink-.*");

  private static final int LONGEST = 256;

  private final List<String> allowed;
  private final Set<String> own;

  /**
   * Addresses.
   *
   * @param allowed names, {@code *} standing for any characters, comma separated; empty for
   *     temporary queues only
   * @param own the intake's own queues, which are never answered to
   */
  JmsReplyAddresses(String allowed, Set<String> own) {
    this.allowed =
        Arrays.stream(allowed.split(",", -1)).map(String::strip).filter(a -> !a.isEmpty()).toList();
    this.own = Set.copyOf(own);
  }

  /** Whether answers may go there. */
  boolean allows(Destination replyTo) {
    try {
      if (replyTo instanceof TemporaryQueue queue) {
        return isGenerated(queue.getQueueName());
      }
      if (replyTo instanceof TemporaryTopic topic) {
        return isGenerated(topic.getTopicName());
      }
      if (replyTo instanceof Queue queue) {
        return isNamed(queue.getQueueName());
      }
      return replyTo instanceof Topic topic && isNamed(topic.getTopicName());
    } catch (JMSException unreadable) {
      return false;
    }
  }

  private boolean isGenerated(String name) {
    return name != null && GENERATED.matcher(name).matches();
  }

  private boolean isNamed(String name) {
    return name != null
        && name.length() <= LONGEST
        && PLAIN.matcher(name).matches()
        && !own.contains(name)
        && !PRODUCT.matcher(name).matches()
        && allowed.stream().anyMatch(pattern -> PatternMatchUtils.simpleMatch(pattern, name));
  }
}
