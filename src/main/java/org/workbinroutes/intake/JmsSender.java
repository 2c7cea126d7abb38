package org.workbinroutes.intake;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.TextMessage;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Sends what is sent after a message was acknowledged: its answer, and the dead letter of a
 * placement that GWS refused. What cannot be sent is only logged: the ledger has it.
 */
public final class JmsSender {
  private static final Logger LOG = LoggerFactory.getLogger(JmsSender.class);

  private final JmsTemplate template;
  private final Executor threads;
  private final Clock clock;

  public JmsSender(
      ConnectionFactory connections, MessageConverter converter, Executor threads, Clock clock) {
    this.template = new JmsTemplate(connections);
    this.template.setMessageConverter(converter);
    this.threads = threads;
    this.clock = clock;
  }

  /** Answers a requester, some time soon. */
  void answer(JmsRequester requester, String type, String json) {
    later(
        "An answer",
        () ->
            template.execute(
                (session, producer) -> {
                  TextMessage answer = session.createTextMessage(json);
                  answer.setJMSCorrelationID(requester.correlationId());
                  answer.setJMSType(type);
                  producer.send(
                      requester.replyTo(),
                      answer,
                      requester.persistent()
                          ? DeliveryMode.PERSISTENT
                          : DeliveryMode.NON_PERSISTENT,
                      requester.priority(),
                      requester.timeToLive(clock.instant()).toMillis());
                  return null;
                }));
  }

  /** Sends a dead letter, some time soon. */
  void deadLetter(String queue, Object body, Map<String, Object> properties) {
    later(
        "A dead letter",
        () ->
            template.convertAndSend(
                queue,
                body,
                message -> {
                  for (Map.Entry<String, Object> property : properties.entrySet()) {
                    message.setObjectProperty(property.getKey(), property.getValue());
                  }
                  return message;
                }));
  }

  private void later(String what, Runnable sending) {
    threads.execute(
        () -> {
          try {
            sending.run();
          } catch (JmsException | IllegalStateException failure) {
            LOG.warn("{} could not be sent: {}", what, failure.getClass().getSimpleName());
            LOG.debug("The cause:", failure);
          }
        });
  }
}
