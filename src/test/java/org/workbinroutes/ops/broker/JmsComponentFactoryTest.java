package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsComponentFactoryTest {
  @TempDir Path directory;
  private EmbeddedBroker broker;
  private CamelContext context;
  private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(directory));
    broker.start();
    context = new DefaultCamelContext();
    context
        .getRegistry()
        .bind(
            "jms",
            new JmsComponentFactory(
                    broker.connectionFactory(), Set.of("workbinOk"), Set.of("workbinOk"), 1_000)
                .create());
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("jms:queue:in")
                .process(exchange -> received.add(exchange.getMessage().getHeaders()));
          }
        });
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.stop();
    broker.stop();
  }

  @Test
  void letsInOnlyThePropertiesThatAreNamed() {
    // Given
    Set<String> hostile =
        Set.of(
            "CamelHttpUri",
            "camelhttpuri",
            "CAmelHttpUri",
            "CAmelFileName",
            "Camel_DOT_x",
            "org_DOT_apache_DOT_camel_DOT_x",
            "Authorization",
            "WorkbinOk",
            "workbinok");

    // When
    try (JMSContext jms = broker.connectionFactory().createContext()) {
      JMSProducer producer = jms.createProducer().setProperty("workbinOk", "yes");
      hostile.forEach(name -> producer.setProperty(name, "attacker"));
      producer.send(jms.createQueue("in"), "x");
    }

    // Then
    await().until(() -> received.size() == 1);
    Map<String, Object> headers = received.get(0);
    assertThat(headers).containsEntry("workbinOk", "yes").doesNotContainValue("attacker");
    // the timestamp is Camel's own, of the message's JMSTimestamp
    assertThat(headers.keySet())
        .allMatch(
            name ->
                name.startsWith("JMS")
                    || Set.of("workbinOk", "CamelMessageTimestamp").contains(name));
  }

  @Test
  void letsOutOnlyTheHeadersThatAreNamed() throws Exception {
    // When
    context
        .createProducerTemplate()
        .sendBodyAndHeaders(
            "jms:queue:out",
            "x",
            Map.of(
                "workbinOk", "yes", "Authorization", "SECRET", "CamelHttpUri", "SECRET", "a", "b"));

    // Then
    try (JMSContext jms = broker.connectionFactory().createContext()) {
      Message message = jms.createConsumer(jms.createQueue("out")).receive(60_000);
      Set<String> names = new TreeSet<>();
      Enumeration<?> properties = message.getPropertyNames();
      while (properties.hasMoreElements()) {
        names.add(properties.nextElement().toString());
      }
      names.removeIf(name -> name.startsWith("JMSX"));
      assertThat(names).containsExactly("workbinOk");
    }
  }

  @Test
  void sendsNoObjects() {
    // Given
    Serializable object = new ArrayList<>(List.of("x"));

    // When / Then
    assertThatThrownBy(() -> context.createProducerTemplate().sendBody("jms:queue:out", object))
        .hasRootCauseMessage("Only texts and bytes are sent, not java.util.ArrayList");
  }

  @Test
  void waitsForNoReply() {
    // When
    Exchange exchange =
        context
            .createProducerTemplate()
            .send(
                "jms:queue:out",
                ExchangePattern.InOut,
                each -> each.getMessage().setBody("request"));

    // Then
    assertThat(exchange.isFailed()).isFalse();
    assertThat(exchange.getMessage().getBody()).isEqualTo("request");
  }
}
