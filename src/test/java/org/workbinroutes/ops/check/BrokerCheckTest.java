package org.workbinroutes.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.broker.BrokerProcess;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.ops.check.Finding.Level;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.ConfigurationLoader;

/** The broker of each kind, there and not there, in a process of its own. */
class BrokerCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path brokerFolder;
  private static BrokerProcess broker;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    broker = new BrokerProcess(brokerFolder);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void theEmbeddedOneIsNotStarted() throws Exception {
    assertThat(look(Map.of()))
        .isEqualTo(Finding.ok("broker", "embedded, its files will be made by the first start"));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void theEmbeddedOneThatRunsIsNamedAndNotDisturbed() throws Exception {
    // Given
    EmbeddedBroker running =
        new EmbeddedBroker(EmbeddedBrokerOptions.in(folder.resolve("data/broker")));
    running.start();
    try {
      // When
      Finding finding = look(Map.of());
      // Then
      assertThat(finding.level()).isEqualTo(Level.WARNING);
      assertThat(finding.text()).contains("a running process has its files");
      running.connectionFactory().createConnection().close();
    } finally {
      running.stop();
    }
  }

  @Test
  void filesThatARunLeftBehindAreNobodys() throws Exception {
    // Given
    EmbeddedBroker before =
        new EmbeddedBroker(EmbeddedBrokerOptions.in(folder.resolve("data/broker")));
    before.start();
    before.stop();
    // When / Then
    assertThat(look(Map.of()).level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "amqp", "coreTls", "amqpTls"})
  void oneElsewhereLetsUsIn(String kind) throws Exception {
    // Given
    Map<String, String> tls =
        kind.endsWith("Tls")
            ? Map.of(
                "WORKBIN_BROKER_TRUST_STORE",
                broker.trust().trustStore().toString(),
                "WORKBIN_BROKER_TRUST_STORE_PASSWORD",
                broker.trust().trustStorePassword())
            : Map.of();
    // When
    Finding finding = look(variables(url(kind), BrokerProcess.PASSWORD, tls));
    // Then
    assertThat(finding.text()).endsWith("lets us in");
    assertThat(finding.level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "amqp"})
  void aWrongPasswordIsNamedAndNotShown(String kind) throws Exception {
    // When
    Finding finding = look(variables(url(kind), "wr0ng-s3cret", Map.of()));
    // Then
    assertThat(finding.level()).isEqualTo(Level.ERROR);
    assertThat(finding.text()).contains("does not let us in").doesNotContain("wr0ng-s3cret");
    assertThat(finding.remedy()).contains("workbin.broker.password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"coreTls", "amqpTls"})
  void aCertificateThatIsNotTrustedIsNamed(String kind) throws Exception {
    // Given: a store that trusts nobody the broker knows
    Path store = folder.resolve("nobody.p12");
    java.security.KeyStore empty = java.security.KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    try (var out = Files.newOutputStream(store)) {
      empty.store(out, "st0re-s3cret".toCharArray());
    }
    // When
    Finding finding =
        look(
            variables(
                url(kind),
                BrokerProcess.PASSWORD,
                Map.of(
                    "WORKBIN_BROKER_TRUST_STORE",
                    store.toString(),
                    "WORKBIN_BROKER_TRUST_STORE_PASSWORD",
                    "st0re-s3cret")));
    // Then
    assertThat(finding.level()).isEqualTo(Level.ERROR);
    assertThat(finding.text()).doesNotContain("s3cret");
    assertThat(finding.remedy()).contains("trust-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:1",
        "amqp://127.0.0.1:1",
        "failover:(amqp://127.0.0.1:1,amqp://127.0.0.1:2)"
      })
  void oneThatIsAwayIsNamed(String url) throws Exception {
    // When
    Finding finding = look(variables(url, "p", Map.of()), Duration.ofSeconds(2));
    // Then
    assertThat(finding.level()).isEqualTo(Level.ERROR);
    assertThat(finding.text()).contains("no connection");
    assertThat(finding.remedy()).contains("is workbin.broker the broker's address");
  }

  @Test
  void aLibraryThatIsNotThereIsNamed() throws Exception {
    assertThat(look(variables("activemq:tcp://127.0.0.1:1", "p", Map.of())).text())
        .contains("activemq-client");
  }

  @Test
  void aBeanIsMadeAndAsked() throws Exception {
    // Given
    String bean =
        """
        camel.beans.mq = #class:org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory
        camel.beans.mq.brokerURL = %s
        """
            .formatted(broker.coreUrl());
    // When / Then
    assertThat(look(bean, variables("bean:mq", BrokerProcess.PASSWORD, Map.of()), PATIENCE).text())
        .endsWith("lets us in");
    assertThat(look("", variables("bean:mq", "p", Map.of()), PATIENCE).text())
        .contains("there is no bean of this name");
  }

  private static String url(String kind) {
    return switch (kind) {
      case "core" -> broker.coreUrl();
      case "amqp" -> broker.amqpUrl();
      case "coreTls" -> broker.coreTlsUrl();
      default -> broker.amqpTlsUrl();
    };
  }

  private static Map<String, String> variables(
      String url, String password, Map<String, String> more) {
    Map<String, String> variables = new java.util.HashMap<>(more);
    variables.put("WORKBIN_BROKER", url);
    variables.put("WORKBIN_BROKER_USERNAME", BrokerProcess.USER);
    variables.put("WORKBIN_BROKER_PASSWORD", password);
    return variables;
  }

  private Finding look(Map<String, String> variables) throws Exception {
    return look(variables, PATIENCE);
  }

  private Finding look(Map<String, String> variables, Duration patience) throws Exception {
    return look("", variables, patience);
  }

  private Finding look(String lines, Map<String, String> variables, Duration patience)
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            "gws.url = http://gws.invalid\ngws.username = u\ngws.password = p\n" + lines);
    List<Finding> findings =
        new BrokerCheck(patience)
            .look(
                new ConfigurationLoader(Catalogue.standard(), variables, Map.of())
                    .load(file, Map.of(), folder));
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }
}
