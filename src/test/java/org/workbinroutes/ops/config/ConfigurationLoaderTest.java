package org.workbinroutes.ops.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;

class ConfigurationLoaderTest {
  private static final String ENOUGH =
      """
      gws.url = https://gws.example.com
      gws.username = routes
      gws.password = secret
      """;

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> systemProperties = new HashMap<>();
  private final Map<String, String> commandLine = new HashMap<>();

  @Test
  void takesDefaultsForWhatIsNotTyped() {
    // When
    Configuration configuration = load(ENOUGH);
    // Then
    assertThat(configuration.get(GwsOptions.URL)).isEqualTo(URI.create("https://gws.example.com"));
    assertThat(configuration.get(HttpOptions.HOST)).isEqualTo("127.0.0.1");
    assertThat(configuration.get(HttpOptions.PORT)).isEqualTo(8080);
    assertThat(configuration.get(HttpOptions.MAX_BODY)).isEqualTo(1024 * 1024);
    assertThat(configuration.get(gws("connectTimeout"))).isEqualTo(Duration.ofSeconds(5));
    assertThat(configuration.get(WorkbinOptions.BROKER)).isEqualTo("embedded");
    assertThat(configuration.find(WorkbinOptions.BROKER_PORT)).isEmpty();
    assertThat(configuration.dataFolder()).isEqualTo(folder.resolve("data"));
  }

  @Test
  void theCommandLineWinsOverSystemPropertyOverEnvironmentOverFile() {
    // Given
    String file = ENOUGH + "http.port = 1\nhttp.host = 127.0.0.2\nworkbin.data = d1\n";
    environment.putAll(Map.of("HTTP_PORT", "2", "HTTP_HOST", "127.0.0.3", "WORKBIN_DATA", "d2"));
    systemProperties.putAll(Map.of("http.port", "3", "workbin.data", "d3"));
    commandLine.put("workbin.data", "/d4");
    // When
    Configuration configuration = load(file);
    // Then
    assertThat(configuration.get(HttpOptions.HOST)).isEqualTo("127.0.0.3");
    assertThat(configuration.get(HttpOptions.PORT)).isEqualTo(3);
    assertThat(configuration.dataFolder()).isEqualTo(Path.of("/d4"));
    assertThat(configuration.placeOf("http.host")).contains("environment variable HTTP_HOST");
  }

  @Test
  void anOldKeyIsStillReadWithAWarningAndTheNewOneWins() {
    // When
    Configuration old = load(ENOUGH + "gws.breaker.shut = 3s\n");
    Configuration both = load(ENOUGH + "gws.breaker.shut = 3s\ngws.breaker.pause = 4s\n");
    environment.put("GWS_BREAKER_SHUT", "5s");
    Configuration variable = load(ENOUGH);
    // Then
    assertThat(old.get(GwsOptions.BREAKER_PAUSE)).isEqualTo(Duration.ofSeconds(3));
    assertThat(old.warnings())
        .singleElement()
        .asString()
        .contains("line 4: gws.breaker.shut is called gws.breaker.pause now");
    assertThat(old.camelProperties())
        .containsEntry("gws.breaker.pause", "3s")
        .containsEntry("gws.breaker.shut", "3s");
    assertThat(both.get(GwsOptions.BREAKER_PAUSE)).isEqualTo(Duration.ofSeconds(4));
    assertThat(variable.get(GwsOptions.BREAKER_PAUSE)).isEqualTo(Duration.ofSeconds(5));
    assertThat(variable.warnings()).singleElement().asString().contains("GWS_BREAKER_SHUT");
  }

  @Test
  void aKeyThatWasRemovedIsRefusedUnlessItSaysWhatHoldsAnyway() {
    // When
    Configuration harmless = load(ENOUGH + "gws.api = v2\n");
    ConfigurationException inFile = refused(ENOUGH + "gws.api = v3\n");
    environment.put("GWS_API", "v3");
    ConfigurationException inEnvironment = refused(ENOUGH);
    // Then
    assertThat(harmless.warnings()).singleElement().asString().contains("line 4", "gws.api", "v2");
    assertThat(inFile.problems()).hasSize(1);
    assertThat(inFile).hasMessageContaining("line 4: gws.api = v3 is no longer supported");
    assertThat(inEnvironment)
        .hasMessageContaining("environment variable GWS_API: gws.api = v3 is no longer supported");
  }

  @Test
  void everyOptionCanBeSetByItsEnvironmentVariable() {
    // Given
    Map<String, String> samples = new HashMap<>();
    samples.put("gws.url", "https://other.example.com");
    samples.put("gws.auth", "oauth2");
    samples.put("gws.oauth.token-url", "https://login.example.com/token");
    samples.put("gws.oauth.grant", "password");
    samples.put("gws.subscriptions", "w1@agentGroup:A");
    samples.put("gws.contact-center-session", "true");
    samples.put("gws.channels", "chat");
    samples.put("gws.connections", "7");
    samples.put("gws.retry.attempts", "3");
    samples.put("workbin.data", "/elsewhere");
    samples.put("workbin.broker", "embedded");
    samples.put("workbin.broker.port", "61616");
    samples.put("workbin.broker.users", "audit:" + "0".repeat(64) + ":dead-letters+notifications");
    samples.put("workbin.routes.dynamic-endpoints", "allow");
    samples.put("workbin.spool.unsealed", "accept");
    samples.put("workbin.spool.publish", "jms:topic:elsewhere");
    samples.put("workbin.sink.source", "jms:queue:a");
    samples.put("workbin.sink.deadLetters", "jms:queue:b");
    samples.put("workbin.ledger", "memory");
    samples.put("workbin.ledger.retention", "7d");
    samples.put("workbin.dead-letters", "jms:queue:c");
    samples.put("gws.max-rate", "10");
    samples.put("gws.breaker.failures", "10");
    samples.put("gws.breaker.window", "10");
    samples.put("http.port", "9090");
    samples.put("gws.max-burst", "64MB");
    samples.put("http.max-body", "2MB");
    samples.put("http.max-batch", "2MB");
    samples.put("http.auth", "keys,jwt");
    samples.put("http.keys", "crm:" + "0".repeat(64));
    samples.put("http.jwt.jwks", "https://login.example.com/jwks");
    samples.put("http.jwt.algorithms", "ES512");
    samples.put("management.port", "9876");
    samples.put("console.enabled", "false");
    samples.put("management.traces", "otlp");
    samples.put("management.traces.endpoint", "https://collector.example.com/v1/traces");
    samples.put("log.format", "json");
    samples.put("workbin.spool", "memory");
    samples.put("workbin.file.on-error", "reject-file");
    samples.put("workbin.ledger.lease", "9m");
    samples.put("workbin.cluster", "none");
    Catalogue catalogue = Catalogue.standard();
    // each of them is refused beside another that is set here
    List<Option<?>> options =
        catalogue.options().stream()
            .filter(option -> !option.key().matches("workbin.(broker.(trust|key)-store|spool.key)"))
            .<Option<?>>map(option -> option)
            .toList();
    for (Option<?> option : options) {
      String sample = samples.get(option.key());
      if (sample == null) {
        String type = option.type().description();
        sample =
            type.startsWith("time span") ? "9s" : type.startsWith("whole number") ? "9" : "word";
      }
      environment.put(option.environmentName(), sample);
    }
    // When
    Configuration configuration = load("");
    // Then
    for (Option<?> option : options) {
      assertThat(configuration.find(option)).as(option.key()).isPresent();
      assertThat(configuration.placeOf(option.key()).orElse(""))
          .isEqualTo("environment variable " + option.environmentName());
    }
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    // Given
    environment.put("HTTP_PORT", "");
    environment.put("GWS_PASSWORD", "");
    // When
    Configuration configuration = load(ENOUGH + "http.port = 9000\n");
    // Then
    assertThat(configuration.get(HttpOptions.PORT)).isEqualTo(9000);
    assertThat(configuration.get(GwsOptions.PASSWORD)).isEqualTo("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gws.usernam = x         | gws.usernam        | gws.username",
        "gws.uesrname = x        | gws.uesrname       | gws.username",
        "gsw.url = x             | gsw.url            | gws.url",
        "workbin.brokr.port = 1  | workbin.brokr.port | workbin.broker.port",
        "http.prot = 1           | http.prot          | http.port",
        "gws.oauth.tokenUrl = x  | gws.oauth.tokenUrl | gws.oauth.token-url",
        "GWS.URL = x             | GWS.URL            | gws.url",
      })
  void aSlipInAKeyIsNamedWithItsLineAndWhatWasMeant(String line, String key, String meant) {
    // When
    ConfigurationException refused = refused(ENOUGH + "# a comment\n" + line + "\n");
    // Then
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused)
        .hasMessageContaining("application.properties line 5")
        .hasMessageContaining("there is no key " + key)
        .hasMessageContaining("did you mean " + meant + "?");
  }

  @Test
  void anUnknownKeyWithoutALikenessIsRefusedToo() {
    assertThat(refused(ENOUGH + "gws.quux-of-the-day = 1\n"))
        .hasMessageContaining("there is no key gws.quux-of-the-day")
        .hasMessageContaining("docs/configuration.md");
  }

  @Test
  void headersOfWebhooksGoThroughAndTheEnvironmentOverridesThem() {
    // Given
    environment.put("WORKBIN_HEADERS_CRM_AUTHORIZATION", "Bearer b");
    // When
    Configuration configuration =
        load(
            ENOUGH
                + "workbin.headers.crm.Authorization = Bearer a\n"
                + "workbin.headers.crm.X-Source = {{my.name}}\n");
    // Then
    assertThat(configuration.camelProperties())
        .containsEntry("workbin.headers.crm.Authorization", "Bearer b")
        .containsEntry("workbin.headers.crm.X-Source", "{{my.name}}");
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void aHeaderWithoutItsSetIsRefused() {
    assertThat(refused(ENOUGH + "workbin.headers.Authorization = Bearer hunter2\n"))
        .hasMessageContaining("there is no key workbin.headers.Authorization")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void endpointsOfTheSpoolMayHoldPlaceholdersOfTheRoute() {
    // When
    Configuration configuration =
        load(ENOUGH + "workbin.sink.deadLetters = jms:queue:lost.{{route:id}}\n");
    // Then
    assertThat(configuration.camelProperties())
        .containsEntry("workbin.sink.deadLetters", "jms:queue:lost.{{route:id}}")
        .doesNotContainKey("workbin.sink.source");
  }

  @Test
  void keysOfCamelAndOfTheOwnerGoThrough() {
    // Given
    environment.put("MY_TARGET", "mock:other");
    // When
    Configuration configuration =
        load(ENOUGH + "camel.component.jms.concurrentConsumers = 4\nmy.target = mock:x\n");
    // Then
    assertThat(configuration.camelProperties())
        .containsEntry("camel.component.jms.concurrentConsumers", "4")
        .containsEntry("my.target", "mock:other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.port = eighty                | http.port = 'eighty'              | whole number from"
            + " 1 to 65535",
        "http.port = 0                     | http.port = '0'                   | whole number from"
            + " 1 to 65535",
        "http.port = 99999999999           | http.port = '99999999999'         | whole number from"
            + " 1 to 65535",
        "gws.connect-timeout = 5           | gws.connect-timeout = '5'         | time span with its"
            + " unit",
        "gws.connect-timeout = 5 parsecs   | gws.connect-timeout               | time span with its"
            + " unit",
        "gws.connect-timeout = 3h          | gws.connect-timeout = '3h'        | from 100ms to 2m",
        "http.max-body = lots              | http.max-body = 'lots'            | size like 512KB",
        "gws.contact-center-session = yes  | gws.contact-center-session        | true or false",
        "gws.auth = kerberos               | gws.auth = 'kerberos'             | basic or oauth2",
        "gws.url = gws.example.com         | gws.url = 'gws.example.com'       | URL like https://",
        "gws.url = ftp://gws.example.com   | gws.url                           | URL like https://",
        "gws.url = https://h/?a=b          | gws.url                           | before its '?'",
        "gws.url = https://{{host}}        | gws.url                           | URL like https://",
        "gws.place = {{env:HOME}}          | gws.place                         | placeholders are"
            + " not replaced",
        "workbin.ledger = mysql            | workbin.ledger = 'mysql'          | embedded, memory,"
            + " or jdbc:postgresql",
        "workbin.broker = artemis          | workbin.broker = 'artemis'        | embedded, none, a"
            + " broker URL",
        "gws.subscriptions = w1@group:A    | gws.subscriptions                 |"
            + " workbinId@agentGroup:Name",
        "gws.subscriptions = w1@agentGroup:A,,w2@agentGroup:B | gws.subscriptions | empty entry",
      })
  void aWrongValueIsNamedWithItsRemedy(String line, String fault, String remedy) {
    // When
    ConfigurationException refused =
        refused(
            "gws.username = routes\ngws.password = secret\n"
                + (line.startsWith("gws.url") ? "" : "gws.url = https://gws.example.com\n")
                + line
                + "\n");
    // Then
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused).hasMessageContaining(fault).hasMessageContaining(remedy);
  }

  @Test
  void aSecretIsNeverShown() {
    // Given
    environment.put("GWS_PASSWORD", "hunter2\n");
    // When
    ConfigurationException refused = refused(ENOUGH.replace("secret", "hunter3"));
    // Then
    assertThat(refused)
        .hasMessageContaining("environment variable GWS_PASSWORD")
        .hasMessageContaining("line break")
        .hasMessageNotContaining("hunter");
    assertThat(load(ENOUGH.replace("secret", "hunter3"), Map.of()).toString())
        .doesNotContain("hunter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gws.oauth.token-url = https://me:hunter2@login.example.com",
        "workbin.broker = tcp://me:hunter2@b.example.com:61616",
        "workbin.broker = (tcp://b1:1,tcp://b2:1)?user=me&password=hunter2",
        "workbin.ledger = jdbc:postgresql://db.example.com/w?user=me&password=hunter2",
      })
  void credentialsInAUrlAreRefusedAndNotShown(String line) {
    assertThat(refused(ENOUGH + line + "\n"))
        .hasMessageContaining("with their own keys")
        .hasMessageContaining("***")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workbin.cluster = zookeeper | write none, ledger, file, or bean:NAME",
        "workbin.cluster = ledger | workbin.node is not set",
        "workbin.cluster = ledger | workbin.ledger is one that nodes cannot share",
        "workbin.cluster = bean:election | workbin.broker is one that nodes cannot share",
        "workbin.cluster = file | workbin.cluster.folder",
        "workbin.cluster = ledger;workbin.cluster.lease = 2s | shorter than three times",
      })
  void aClusterNeedsWhatNodesShare(String lines, String told) {
    assertThat(refused(ENOUGH + lines.replace(';', '\n') + "\n")).hasMessageContaining(told);
  }

  @Test
  void aSecretStaysOutOfCamelsProperties() {
    // When
    Configuration configuration = load(ENOUGH);
    // Then
    assertThat(configuration.camelProperties())
        .containsEntry("gws.url", "https://gws.example.com")
        .doesNotContainKey("gws.password")
        .doesNotContainValue("secret");
  }

  @Test
  void aSecretIsTakenToTheLetter() {
    // Given
    String password = " &?%+#{{x}}${y}RAW(z)\\ü語 ";
    environment.put("GWS_PASSWORD", password);
    // When
    Configuration configuration = load(ENOUGH);
    // Then
    assertThat(configuration.get(GwsOptions.PASSWORD)).isEqualTo(password);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    // Given
    environment.put("GWS_PASWORD", "x");
    // When
    ConfigurationException refused =
        refused("gws.usrname = x\nhttp.port = 0\nhttp.port = 70000\nworkbin.broker = no\n");
    // Then
    assertThat(refused.problems())
        .extracting(Problem::toString)
        .anyMatch(text -> text.contains("line 1") && text.contains("gws.usrname"))
        .anyMatch(text -> text.contains("line 3") && text.contains("second time"))
        .anyMatch(text -> text.contains("GWS_PASWORD") && text.contains("GWS_PASSWORD"))
        .anyMatch(text -> text.contains("gws.url is missing"))
        .anyMatch(text -> text.contains("http.port = '70000'"))
        .anyMatch(text -> text.contains("workbin.broker = 'no'"))
        .hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "GWS_PASWORD, GWS_PASSWORD",
    "gws_url, GWS_URL",
    "WORKBIN_BROKER_PROT, WORKBIN_BROKER_PORT"
  })
  void aSlipInAVariableIsNamed(String name, String meant) {
    // Given
    environment.put(name, "x");
    // When
    ConfigurationException refused = refused(ENOUGH);
    // Then
    assertThat(refused)
        .hasMessageContaining("environment variable " + name)
        .hasMessageContaining("did you mean " + meant + "?");
  }

  @Test
  void anUnknownSystemPropertyOfOursIsNamed() {
    // Given
    systemProperties.put("gws.usr", "x");
    // When
    ConfigurationException refused = refused(ENOUGH);
    // Then
    assertThat(refused).hasMessageContaining("-Dgws.usr").hasMessageContaining("there is no key");
  }

  @Test
  void variablesOfThePlatformAreLeftAlone() {
    // Given
    environment.putAll(
        Map.of(
            "HTTP_PROXY", "http://proxy:3128",
            "GWS_SERVICE_HOST", "10.0.0.1",
            "WORKBIN_ROUTES_PORT_8080_TCP", "tcp://10.0.0.1:8080"));
    systemProperties.put("http.proxyHost", "proxy");
    // When
    Configuration configuration = load(ENOUGH);
    // Then
    assertThat(configuration.warnings())
        .hasSize(2)
        .anyMatch(text -> text.contains("GWS_SERVICE_HOST"))
        .anyMatch(text -> text.contains("WORKBIN_ROUTES_PORT_8080_TCP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "oauth2"})
  void whatALoginNeedsMustBeThere(String auth) {
    // When
    ConfigurationException refused =
        refused("gws.url = https://gws.example.com\ngws.auth = " + auth + "\n");
    // Then
    List<String> expected =
        auth.equals("basic")
            ? List.of("gws.username", "gws.password")
            : List.of("gws.oauth.token-url", "gws.oauth.client-id", "gws.oauth.client-secret");
    assertThat(refused.problems()).hasSameSizeAs(expected);
    expected.forEach(
        key ->
            assertThat(refused)
                .hasMessageContaining(key + " is missing (gws.auth=" + auth + ")")
                .hasMessageContaining(Option.environmentName(key)));
  }

  @Test
  void aBrokerPortNeedsCredentials() {
    assertThat(refused(ENOUGH + "workbin.broker.port = 61616\n"))
        .hasMessageContaining("workbin.broker.username is missing")
        .hasMessageContaining("workbin.broker.password is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crm:HASH:sned                     | a role is send, dead-letters or notifications",
        "crm:HASH:                         | write each user as name:hash:roles",
        "crm:hunter2:send                  | write each user as name:hash:roles",
        "crm                               | write each user as name:hash:roles",
        "crm:send                          | The user crm of workbin.broker.users has no password",
        "crm:HASH:send,crm:HASH:dead-letters | names crm twice",
        "me:HASH:send                      | names me twice, or with a second password",
        "workbin-routes:HASH:send          | the broker's own user",
      })
  void usersOfTheBrokerThatCannotBeAreRefused(String users, String problem) {
    String refused =
        refused(
                ENOUGH
                    + "workbin.broker.port = 61616\nworkbin.broker.username = me\n"
                    + "workbin.broker.password = s3cret\nworkbin.broker.users = "
                    + users.replace("HASH", "a1".repeat(32))
                    + "\n")
            .getMessage();
    assertThat(refused).contains(problem, "line 7").doesNotContain("a1a1", "hunter2", "s3cret");
  }

  @Test
  void usersOfTheBrokerNeedAPortAndMakeTheOneUserUnnecessary() {
    String users = "workbin.broker.users = crm:" + "a1".repeat(32) + ":send+notifications\n";
    assertThat(refused(ENOUGH + users))
        .hasMessageContaining("lets nobody in, as workbin.broker.port is not set");
    assertThat(refused(ENOUGH + users + "workbin.broker.port = 1\nworkbin.broker.username = me\n"))
        .hasMessageContaining("workbin.broker.password is missing");

    Configuration configuration = load(ENOUGH + users + "workbin.broker.port = 61616\n");
    assertThat(BrokerUser.of(configuration))
        .singleElement()
        .hasToString("crm[" + "send, notifications]");
  }

  @Test
  void theOneUserOfTheBrokerSendsAndHasOtherRolesOnlyByName() {
    String one =
        ENOUGH
            + "workbin.broker.port = 61616\nworkbin.broker.username = me\n"
            + "workbin.broker.password = s3cret\n";
    assertThat(BrokerUser.of(load(one)))
        .containsExactly(new BrokerUser("me", ApiKey.hashOf("s3cret"), Set.of(BrokerRole.SEND)));
    assertThat(BrokerUser.of(load(one + "workbin.broker.users = me:dead-letters\n")))
        .containsExactly(
            new BrokerUser("me", ApiKey.hashOf("s3cret"), Set.of(BrokerRole.DEAD_LETTERS)));
  }

  @Test
  void aKeyOfTheSpoolIsLongAndSealsWhatItCan() {
    assertThat(refused(ENOUGH + "workbin.spool.key = hunter2\n"))
        .hasMessageContaining("workbin.spool.key")
        .hasMessageContaining("32 characters")
        .hasMessageNotContaining("hunter2");
    String key = "workbin.spool.key = " + "k".repeat(32) + "\n";
    assertThat(refused(ENOUGH + key + "workbin.spool.publish = jms:topic:elsewhere\n"))
        .hasMessageContaining("workbin.spool.key seals nothing");
    assertThat(load(ENOUGH + key).camelProperties()).doesNotContainKey("workbin.spool.key");
  }

  @Test
  void aBrokerPortIsForTheEmbeddedBroker() {
    assertThat(
            refused(
                ENOUGH + "workbin.broker.port = 61616\nworkbin.broker = tcp://b.example.com:1\n"))
        .hasMessageContaining("line 4")
        .hasMessageContaining("workbin.broker.port is for the embedded broker");
  }

  @Test
  void aTrustStoreNeedsABrokerThatTakesIt() {
    for (String broker : List.of("embedded", "bean:mine", "activemq:ssl://b.example.com:61617")) {
      assertThat(
              refused(
                  ENOUGH + "workbin.broker.trust-store = t.p12\nworkbin.broker = " + broker + "\n"))
          .hasMessageContaining("workbin.broker.trust-store is for a broker at tcp:// or amqps://");
    }
    Configuration configuration =
        load(
            ENOUGH
                + "workbin.broker = amqps://b.example.com\n"
                + "workbin.broker.trust-store = t.p12\nworkbin.broker.key-store = k.p12\n");
    assertThat(configuration.find(WorkbinOptions.BROKER_TRUST_STORE)).isPresent();
    assertThat(configuration.find(WorkbinOptions.BROKER_KEY_STORE)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "camel.server.enabled = true                   | does not use",
        "camel.server.authentication-path = /api/*     | does not use",
        "camel.management.enabled = true               | does not use",
        "camel.management.authenticationEnabled = true | does not use",
        "http.host = 0.0.0.0                           | http.auth is not set",
        "http.auth = keys                              | http.keys is missing",
        "http.auth = jwt                               | http.jwt.issuer is missing",
        "http.jwt.issuer = https://login.example.com   | http.jwt.issuer protects nothing",
        "http.jwt.read-scope = look                    | http.jwt.read-scope protects nothing",
        "http.auth = none,keys                         | none beside another",
        "http.auth = basic                             | write none, keys, jwt",
        "http.keys = crm:abc                           | workbin-routes key makes one",
        "http.jwt.algorithms = HS256                   | algorithms with a private key",
        "http.jwt.algorithms = none                    | algorithms with a private key",
        "http.jwt.jwks = http://keys.example.com/jwks  | write an https URL",
        "http.tls.trust-store = t.p12                  | http.tls.key-store is missing",
      })
  void protectionOfTheHttpServerThatProtectsNothingIsRefused(String line, String fault) {
    assertThat(refused(ENOUGH + line + "\n")).hasMessageContaining(fault);
  }

  @Test
  void aScopeForReadersAloneWouldLetEveryTokenWrite() {
    String jwt =
        ENOUGH
            + "http.auth = jwt\nhttp.jwt.issuer = i\nhttp.jwt.audience = a\n"
            + "http.jwt.jwks = https://login.example.com/jwks\n";
    assertThat(refused(jwt + "http.jwt.read-scope = look\n"))
        .hasMessageContaining("http.jwt.write-scope is missing")
        .hasMessageContaining("http.jwt.read-scope is set");
  }

  @Test
  void keysThatNobodyAsksForAreAMistake() {
    assertThat(refused(ENOUGH + "http.keys = crm:" + "0".repeat(64) + "\n"))
        .hasMessageContaining("line 4")
        .hasMessageContaining("http.keys protects nothing");
  }

  @Test
  void everybodyIsLetInFromOtherMachinesIfThatIsSaid() {
    assertThat(load(ENOUGH + "http.host = 0.0.0.0\nhttp.auth = none\n").get(HttpOptions.AUTH))
        .containsExactly("none");
  }

  @Test
  void subscriptionsCanHoldAnyName() {
    // When
    Configuration configuration =
        load(ENOUGH + "gws.subscriptions = w1@agentGroup:A %2C B?>&, w2@placeGroup:50%25 語\n");
    // Then
    assertThat(configuration.get(GwsOptions.SUBSCRIPTIONS))
        .containsExactly(
            new GroupWorkbin("w1", GroupKind.AGENT_GROUP, "A , B?>&"),
            new GroupWorkbin("w2", GroupKind.PLACE_GROUP, "50% 語"));
  }

  @Test
  void theFileIsUtf8AndKeepsItsLineNumbersOverContinuations() {
    // Given
    String file =
        ENOUGH + "gws.place = Zürich\ngws.channels = chat,\\\n  email\n! note\nhttp.port=x\n";
    // When
    ConfigurationException refused = refused(file);
    Configuration configuration = load(file.replace("http.port=x", ""));
    // Then
    assertThat(refused).hasMessageContaining("line 8");
    assertThat(configuration.get(gws("place"))).isEqualTo("Zürich");
    assertThat(configuration.get(gws("channels"))).isEqualTo(List.of("chat", "email"));
  }

  @Test
  void aFileInAnotherEncodingIsRefused() throws IOException {
    // Given
    Path file = folder.resolve("application.properties");
    Files.write(file, "gws.place = Zürich\n".getBytes(StandardCharsets.ISO_8859_1));
    // When
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> loader().load(file, Map.of(), folder));
    // Then
    assertThat(refused).hasMessageContaining("save it as UTF-8");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThat(
            catchThrowableOfType(
                ConfigurationException.class,
                () -> loader().load(folder.resolve("none.properties"), Map.of(), folder)))
        .hasMessageContaining("none.properties: it cannot be read");
  }

  @Test
  void namesTheRoutesMadeFromTemplates() {
    // When
    Configuration configuration =
        load(
            ENOUGH
                + "camel.routeTemplate[audit].templateId = sink\n"
                + "camel.routeTemplate[audit].to = ndjson:x\n"
                + "camel.routeTemplate[in].template-id = jms-intake\n");
    // Then
    assertThat(configuration.routeInstances())
        .extracting(Configuration.RouteInstance::name, Configuration.RouteInstance::template)
        .containsExactly(tuple("audit", "sink"), tuple("in", "jms-intake"));
  }

  private ConfigurationLoader loader() {
    return new ConfigurationLoader(Catalogue.standard(), environment, systemProperties);
  }

  private Configuration load(String text) {
    return load(text, environment);
  }

  private Configuration load(String text, Map<String, String> variables) {
    Path file = folder.resolve("application.properties");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConfigurationLoader(Catalogue.standard(), variables, systemProperties)
        .load(file, commandLine, folder);
  }

  private static Option<?> gws(String name) {
    return GwsOptions.component().get(name);
  }

  private ConfigurationException refused(String text) {
    return catchThrowableOfType(ConfigurationException.class, () -> load(text));
  }
}
