package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.ops.broker.RemoteAccess;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;

/** A program of somebody else at the embedded broker's port. */
class JmsRemoteAccessTest {
  @TempDir Path directory;

  @Test
  void aPartnerAsksAndIsAnsweredAtATemporaryQueueAndMakesNoOther() throws Exception {
    // Given
    EmbeddedBroker broker =
        new EmbeddedBroker(
            EmbeddedBrokerOptions.in(directory)
                .with(
                    new RemoteAccess(
                        0,
                        List.of(
                            new BrokerUser(
                                "partner", ApiKey.hashOf("s3cret"), Set.of(BrokerRole.SEND))),
                        RemoteAccess.PUBLIC_ADDRESSES)));
    broker.start();
    try (JmsRig intake = new JmsRig(broker).with(Map.of());
        ActiveMQConnectionFactory partner =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port(), "partner", "s3cret");
        JMSContext context = ((ConnectionFactory) partner).createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();

      // When
      context
          .createProducer()
          .setJMSReplyTo(replies)
          .setProperty("CamelHttpUri", "http://127.0.0.1:1/attacker")
          .send(
              context.createQueue("workbin.placements"),
              "{\"requestId\":\"r1\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}");

      // Then
      TextMessage answer = (TextMessage) context.createConsumer(replies).receive(60_000);
      assertThat(new ObjectMapper().readTree(answer.getText()).path("state").asText())
          .isEqualTo("ACCEPTED");
      assertThat(intake.headers).containsExactly(Map.of());
      assertThatThrownBy(
              () -> context.createProducer().send(context.createQueue("a.new.queue"), "x"))
          .isInstanceOf(JMSRuntimeException.class);
    } finally {
      broker.stop();
    }
  }
}
