package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultDeserializationPolicy;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;

/** Which library a broker's URL asks for, and what no URL can ask of it. */
class BrokersTest {
  private static final TlsStores STORES =
      new TlsStores(Path.of("/a b/trust.p12"), "p&+%=", Path.of("/k.p12"), null);

  @Test
  void anAmqpUrlCannotAllowObjects() {
    for (String url :
        new String[] {
          "amqp://127.0.0.1:1?jms.deserializationPolicy.allowList=*&jms.prefetchPolicy.all=9",
          "failover:(amqp://127.0.0.1:1,amqp://127.0.0.1:2)?jms.deserializationPolicy.allowList=*"
        }) {
      // When
      JmsConnectionFactory factory = (JmsConnectionFactory) client(url, null);

      // Then
      JmsDefaultDeserializationPolicy policy =
          (JmsDefaultDeserializationPolicy) factory.getDeserializationPolicy();
      assertThat(policy.getAllowList()).isEmpty();
      assertThat(policy.getDenyList()).isEqualTo("*");
      assertThat(((JmsDefaultPrefetchPolicy) factory.getPrefetchPolicy()).getQueuePrefetch())
          .isEqualTo(100);
    }
  }

  @Test
  void prefetchIsBytesForArtemisAndMessagesForAmqp() {
    assertThat(((ActiveMQConnectionFactory) client("tcp://127.0.0.1:1", 0)).getConsumerWindowSize())
        .isZero();
    assertThat(
            ((ActiveMQConnectionFactory) client("tcp://127.0.0.1:1?consumerWindowSize=1", null))
                .getConsumerWindowSize())
        .isEqualTo(32 * 1024);
    assertThat(
            ((JmsDefaultPrefetchPolicy)
                    ((JmsConnectionFactory) client("amqp://127.0.0.1:1", 7)).getPrefetchPolicy())
                .getTopicPrefetch())
        .isEqualTo(7);
  }

  @Test
  void aCallToArtemisDoesNotWaitForHalfAMinute() {
    assertThat(((ActiveMQConnectionFactory) client("tcp://127.0.0.1:1", null)).getCallTimeout())
        .isEqualTo(10_000);
    assertThat(
            ((ActiveMQConnectionFactory) client("tcp://127.0.0.1:1?callTimeout=7000", null))
                .getCallTimeout())
        .isEqualTo(7_000);
  }

  @Test
  void activeMqNeedsItsOwnJar() {
    // Given
    Broker broker = new ExternalBroker("activemq:tcp://127.0.0.1:1", "u", "p");

    // When / Then
    assertThatIllegalStateException()
        .isThrownBy(broker::start)
        .withMessageContaining("activemq-client 6")
        .withMessageContaining("lib/");
  }

  @Test
  void storesAreWrittenAsEachLibraryReadsThem() {
    assertThat(STORES.toAmqp("amqps://b"))
        .isEqualTo(
            "amqps://b?transport.trustStoreLocation=%2Fa%20b%2Ftrust.p12"
                + "&transport.trustStorePassword=p%26%2B%25%3D"
                + "&transport.keyStoreLocation=%2Fk.p12");
    assertThat(STORES.toAmqp("failover:(amqps://a,amqps://b)?failover.randomize=true"))
        .contains("?failover.randomize=true&failover.nested.transport.trustStoreLocation=");
    // Artemis decodes twice
    assertThat(STORES.toArtemis("tcp://b?ha=true"))
        .startsWith("tcp://b?ha=true&sslEnabled=true&")
        .contains("trustStorePassword=p%2526%252B%2525%253D");
    assertThat(TlsStores.NONE.toArtemis("tcp://b")).isEqualTo("tcp://b");
    assertThat(TlsStores.NONE.toAmqp("amqp://b")).isEqualTo("amqp://b");
    assertThat(STORES.toString()).doesNotContain("p&+%=");
  }

  @Test
  void aBeanIsLookedUpWhenItIsWanted(@TempDir Path directory) throws Exception {
    // Given
    Map<String, Object> beans = new HashMap<>();
    EmbeddedBroker elsewhere =
        new EmbeddedBroker(
            EmbeddedBrokerOptions.in(directory)
                .with(
                    new RemoteAccess(
                        0,
                        List.of(
                            new BrokerUser(
                                "partner", ApiKey.hashOf("s3cret"), Set.of(BrokerRole.SEND))),
                        Map.of(BrokerRole.SEND, Set.of("q")))));
    elsewhere.start();
    Broker broker = new BeanBroker("mine", "partner", "s3cret", beans::get);
    broker.start();

    // When
    beans.put("mine", new ActiveMQConnectionFactory("tcp://127.0.0.1:" + elsewhere.port()));

    // Then
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue("q"), "x");
    }
    assertThat(broker.connectionFactory(7)).isSameAs(broker.connectionFactory());
    broker.stop();
    Broker withoutLogin = new BeanBroker("mine", null, null, beans::get);
    assertThatExceptionOfType(JMSSecurityRuntimeException.class)
        .isThrownBy(() -> withoutLogin.connectionFactory().createContext().createQueue("q"));
    withoutLogin.stop();
    elsewhere.stop();
  }

  @Test
  void aBeanThatIsMissingOrNoneIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(new BeanBroker("mine", null, null, name -> null)::connectionFactory)
        .withMessageContaining("there is no bean of this name: make it with camel.beans.mine");
    assertThatIllegalStateException()
        .isThrownBy(new BeanBroker("mine", null, null, name -> "text")::connectionFactory)
        .withMessageContaining("no jakarta.jms.ConnectionFactory");
  }

  private static Object client(String url, Integer prefetch) {
    Broker broker = new ExternalBroker(url, "u", "p");
    try {
      broker.start();
      ConnectionFactory pool =
          prefetch == null ? broker.connectionFactory() : broker.connectionFactory(prefetch);
      return ((JmsPoolConnectionFactory) pool).getConnectionFactory();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
