package org.workbinroutes.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.ops.check.Finding.Level;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;

class DangersCheckTest {
  private static final String ENOUGH =
      "gws.url = https://gws.example\ngws.username = u\ngws.password = p\n";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          workbin.ledger = memory                                | workbin.ledger = memory   | PostgreSQL
          workbin.spool = memory                                 | workbin.spool = memory    | workbin.broker
          http.host = 0.0.0.0;http.auth = none                   | http.auth = none          | http.keys
          management.port = 9876;management.host = 0.0.0.0       | management.host           | firewall
          workbin.broker.port = 1;workbin.broker.username = me;workbin.broker.password = p;workbin.broker.users = me:send+dead-letters+notifications | gives me every role | one role
          workbin.broker = tcp://127.0.0.1:61616 | workbin.notifications | workbin.spool.key
          workbin.broker = amqps://10.0.0.9;workbin.spool.key = 0123456789abcdef0123456789abcdef;workbin.spool.unsealed = accept | workbin.notifications | workbin.spool.unsealed
          workbin.routes.dynamic-endpoints = allow               | dynamic-endpoints = allow | take the line out
          gws.url = http://10.0.0.9:8080                         | gws.url begins with http  | https
          workbin.spool.key = 0123456789abcdef0123456789abcdef;workbin.broker = tcp://10.0.0.9:61616                  | workbin.broker has no TLS | trust-store
          workbin.spool.key = 0123456789abcdef0123456789abcdef;workbin.broker = amqps://10.0.0.9?transport.trustAll=true     | any certificate    | trust store
          workbin.spool.key = 0123456789abcdef0123456789abcdef;workbin.broker = tcp://10.0.0.9:1?sslEnabled=true&verifyHost=false | any certificate | trust store
          workbin.ledger = jdbc:postgresql://10.0.0.9/l?sslmode=disable | sslmode=disable    | verify-full
          camel.ssl.trustAllCertificates = true                  | camel.ssl.trustAllCertificates | trust store
          camel.component.http.x509HostnameVerifier = #class:org.apache.hc.client5.http.ssl.NoopHostnameVerifier | any certificate | trust store
          camel.routeTemplate[s].templateId = sink;camel.routeTemplate[s].to = webhook:http://10.0.0.9/h | in clear | webhook:https
          camel.routeTemplate[s].templateId = sink;camel.routeTemplate[s].to = log:all     | whole notifications | bean:notificationLog
          camel.routeTemplate[s].templateId = sink;camel.routeTemplate[s].to = https://crm.example/h | redirects | webhook:https
          """)
  void whatIsDangerousIsAWarningWithItsRemedy(String lines, String danger, String remedy)
      throws Exception {
    assertThat(new DangersCheck(List.of()).look(load(lines.replace(';', '\n'))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.WARNING);
              assertThat(finding.text()).contains(danger);
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  @Test
  void theShippedConfigurationHasNoDanger() throws Exception {
    assertThat(
            new DangersCheck(List.of())
                .look(load(Files.readString(Path.of("config", "application.properties")))))
        .isEmpty();
  }

  @Test
  void aPasswordOnTheCommandLineIsAWarning() throws Exception {
    List<String> seen =
        List.of("-Xmx1g", "-Djavax.net.ssl.trustStorePassword=s3cret", "@tls", "run");
    assertThat(
            new DangersCheck(seen)
                .look(load(Files.readString(Path.of("config", "application.properties")))))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.text()).contains("trustStorePassword").doesNotContain("s3cret");
              assertThat(finding.remedy()).contains("JAVA_OPTS=@");
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "logger.product.level = debug, DEBUG of this product",
    "rootLogger.level = info, the root logger",
    "logger.artemis.level = info, org.apache.activemq",
    "logger.camel.level = trace, org.apache.camel"
  })
  void aTalkativeLogIsAWarning(String line, String reason) throws Exception {
    // Given
    String shipped = Files.readString(Path.of("config", "log4j2.properties"));
    String key = line.substring(0, line.indexOf(' '));
    Path configuration = folder.resolve("application.properties");
    Files.writeString(
        folder.resolve("log4j2.properties"), shipped.replaceAll("(?m)^" + key + " = .*$", line));
    // When
    List<Finding> findings = new LogLevelsCheck(configuration).look(load(""));
    // Then
    assertThat(findings)
        .as(reason)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.WARNING);
              assertThat(finding.text()).contains(line);
              assertThat(finding.remedy()).contains("set " + key + " = warn");
            });
  }

  @Test
  void theShippedLogIsQuiet() throws Exception {
    assertThat(new LogLevelsCheck(Path.of("config", "application.properties")).look(load("")))
        .singleElement()
        .extracting(Finding::level)
        .isEqualTo(Level.OK);
  }

  @Test
  void noSecretIsShownWhateverIsWrong() throws Exception {
    // Given: every place that can hold one, and nothing that can be reached
    Configuration configuration =
        load(
            """
            gws.url = http://127.0.0.1:1
            gws.password = s3cret-gws
            http.client-key = s3cret-key
            http.tls.key-store = nowhere.p12
            http.tls.key-store-password = s3cret-store
            workbin.broker = tcp://127.0.0.1:1
            workbin.broker.username = u
            workbin.broker.password = s3cret-broker
            workbin.broker.trust-store = nowhere.p12
            workbin.broker.trust-store-password = s3cret-trust
            workbin.ledger = jdbc:postgresql://127.0.0.1:1/l
            workbin.ledger.password = s3cret-ledger
            workbin.secrets.crm = s3cret-sign
            workbin.headers.crm.Authorization = Bearer s3cret-header
            camel.beans.dw = #class:com.zaxxer.hikari.HikariDataSource
            camel.beans.dw.jdbcUrl = jdbc:postgresql://127.0.0.1:1/l
            camel.beans.dw.password = s3cret-db
            camel.beans.dw.connectionTimeout = 1000
            camel.component.cometd.handshakeToken = s3cret-token
            camel.routeTemplate[a].templateId = sink
            camel.routeTemplate[a].to = webhook:http://u:s3cret-user@127.0.0.1:1/?signature=crm&headers=crm&key=s3cret-query
            camel.routeTemplate[b].templateId = sink
            camel.routeTemplate[b].to = sql:insert into n (id) values (:#id)?dataSource=#dw
            camel.routeTemplate[c].templateId = sink
            camel.routeTemplate[c].to = smtp://127.0.0.1:1?username=u&password=RAW(s3cret-mail)&to=a@example.com
            camel.routeTemplate[d].templateId = sink
            camel.routeTemplate[d].to = webhook:http://127.0.0.1:1/?connectTimeout=s3cret-query
            camel.routeTemplate[e].templateId = sink
            camel.routeTemplate[e].to = cometd:10.255.255.1:8090/n?token=s3cret-query
            """);
    // When
    Report report =
        Checks.all(folder.resolve("application.properties"), Duration.ofSeconds(2))
            .look(configuration);
    // Then
    assertThat(report.hasErrors()).isTrue();
    assertThat(String.join("\n", report.table()) + report.json())
        .contains("a: ", "b: ", "c: ", "d: ", "e: ")
        .doesNotContain("s3cret");
  }

  @Test
  void aSecretThatALibraryQuotesIsHidden() throws Exception {
    // Given
    Secrets secrets = new Secrets(load("workbin.secrets.crm = s3cret-sign\n"));
    // When / Then
    assertThat(secrets.hide(Finding.error("x", "it said s3cret-sign", "not s3cret-sign")))
        .isEqualTo(Finding.error("x", "it said ******", "not ******"));
    assertThat(secrets.keys()).contains("workbin.secrets.crm", "gws.password");
  }

  private Configuration load(String lines) throws Exception {
    StringBuilder text = new StringBuilder();
    ENOUGH
        .lines()
        .filter(line -> !("\n" + lines).contains("\n" + line.substring(0, line.indexOf(' ') + 1)))
        .forEach(line -> text.append(line).append('\n'));
    Path file = Files.writeString(folder.resolve("application.properties"), text + lines + "\n");
    return new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of())
        .load(file, Map.of(), folder);
  }
}
