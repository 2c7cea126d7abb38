package org.workbinroutes.sink.spool;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/**
 * Acknowledges messages of one session that acknowledges each by itself. JMS does so one by one,
 * and Artemis commits each then; of Artemis's own messages a group is committed at once.
 */
final class Acknowledgement {
  private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.";

  /**
   * Acknowledges a group.
   *
   * @param messages in any order; may be empty
   * @throws JMSException if they cannot be; some of them may have been
   */
  void of(List<Message> messages) throws JMSException {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      boolean isLast = i == messages.size() - 1;
      // by its name: a broker of another kind may be used without Artemis's classes
      if (!isLast && message.getClass().getName().startsWith(ARTEMIS)) {
        Artemis.acknowledge(message);
      } else {
        message.acknowledge();
      }
    }
  }

  private static final class Artemis {
    /** The commit comes with the acknowledgement of the last one. */
    static void acknowledge(Message message) throws JMSException {
      try {
        ((ActiveMQMessage) message).getCoreMessage().individualAcknowledge();
      } catch (ActiveMQException failed) {
        JMSException told = new JMSException("The broker did not take an acknowledgement");
        told.initCause(failed);
        throw told;
      }
    }
  }
}
