package org.workbinroutes.intake;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.time.Duration;
import java.time.Instant;
import org.workbinroutes.placement.PlacementWatch.Until;

/**
 * Who wants to be answered, and how.
 *
 * @param correlationId what he finds his message by; null if he can not
 * @param persistent whether the answer outlives the broker
 * @param expiration when his message expires, in milliseconds since 1970; 0 if it does not
 */
record JmsRequester(
    Destination replyTo,
    String correlationId,
    Until until,
    int priority,
    boolean persistent,
    long expiration) {
  private static final String REPLY = "reply";
  private static final String CONFIRMED = "confirmed";
  private static final int LONGEST_CORRELATION = 1_024;
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** The requester of a message; null if there is none, or none who may be answered. */
  static JmsRequester of(Message message, JmsReplyAddresses addresses) {
    try {
      Destination replyTo = message.getJMSReplyTo();
      if (replyTo == null || !addresses.allows(replyTo)) {
        return null;
      }
      String correlation = message.getJMSCorrelationID();
      boolean isTemporary = replyTo instanceof TemporaryQueue || replyTo instanceof TemporaryTopic;
      return new JmsRequester(
          replyTo,
          correlation == null || correlation.length() > LONGEST_CORRELATION
              ? message.getJMSMessageID()
              : correlation,
          CONFIRMED.equals(message.getStringProperty(REPLY)) ? Until.CONFIRMED : Until.ACCEPTED,
          message.getJMSPriority(),
          !isTemporary && message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT,
          message.getJMSExpiration());
    } catch (JMSException | RuntimeException unreadable) {
      // headers that the client library cannot make sense of: there is nobody to answer
      return null;
    }
  }

  /** How long the answer is worth something: as long as the message, within bounds. */
  Duration timeToLive(Instant now) {
    if (expiration == 0) {
      return LONGEST;
    }
    Duration left = Duration.between(now, Instant.ofEpochMilli(expiration));
    if (left.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return left.compareTo(LONGEST) > 0 ? LONGEST : left;
  }
}
