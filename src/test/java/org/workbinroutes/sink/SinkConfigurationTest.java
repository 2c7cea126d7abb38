package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.sink.cometd.NotificationCometdComponent;
import org.workbinroutes.sink.spool.SinkDeadLetters;

/** The sinks as a user has them: by properties, under camel-main. */
@Timeout(60)
class SinkConfigurationTest {
  @TempDir Path directory;
  private Spool spool;
  private Main main;

  @BeforeEach
  void start() throws Exception {
    spool = new Spool(directory.resolve("broker"));
  }

  @AfterEach
  void stop() throws Exception {
    main.stop();
    spool.stop();
  }

  private void startMain(Properties configuration) throws Exception {
    main = new Main();
    main.setDefaultPropertyPlaceholderLocation("false");
    main.bind("sinks", new Sinks());
    main.bind("jms", spool.component());
    main.bind("spoolStore", spool.store());
    main.bind("sinkDeadLetters", new SinkDeadLetters(spool.store()));
    main.configure().setRoutesIncludePattern("file:routes/sink.camel.yaml");
    main.configure().setShutdownTimeout(5);
    main.setInitialProperties(configuration);
    main.addOverrideProperty("workbin.data", directory.toString());
    main.start();
  }

  @Test
  void the_shipped_configuration_writes_every_notification_to_the_file() throws Exception {
    // Given
    startMain(documented());
    // When
    spool.publish(Map.of(), Samples.AGENT_GROUP, Samples.PLACE_GROUP);
    // Then
    Path file = directory.resolve("sinks/notifications.ndjson");
    await()
        .untilAsserted(
            () -> {
              assertThat(file).exists();
              assertThat(Files.readAllLines(file))
                  .containsExactly(Samples.AGENT_GROUP, Samples.PLACE_GROUP);
            });
  }

  @Test
  void every_sink_that_the_documentation_offers_starts_as_it_is_written_there() throws Exception {
    // Given
    Properties all = documented();
    Matcher line = Pattern.compile("(?m)^#(\\S+ = .*)$").matcher(shippedLines());
    StringBuilder switchedOn = new StringBuilder();
    while (line.find()) {
      switchedOn.append(line.group(1)).append('\n');
    }
    // the variables of the environment stand among the properties here
    all.load(
        new StringReader(
            switchedOn
                .toString()
                .replace("127.0.0.1:8090", "127.0.0.1:0")
                .replace("{{env:", "{{")));
    all.setProperty("CRM_TOKEN", "t0ken");
    all.setProperty("DESK_TOKEN", "t0ken");
    // When
    startMain(all);
    // Then
    assertThat(main.getCamelContext().getRoutes())
        .extracting(route -> route.getRouteId())
        .containsExactlyInAnyOrder("notifications-file", "bus", "crm", "desk", "journal");
    assertThat(
            main.getCamelContext()
                .getComponent("cometd", NotificationCometdComponent.class)
                .getHandshakeToken())
        .isEqualTo("t0ken");
    assertThat(spool.knows("journal")).isTrue();
  }

  @Test
  void two_sinks_start_without_waiting_for_each_other() throws Exception {
    // Given
    Properties two = new Properties();
    for (String name : new String[] {"one", "two"}) {
      two.setProperty("camel.routeTemplate[" + name + "].templateId", "sink");
      two.setProperty("camel.routeTemplate[" + name + "].to", "bean:notificationLog");
    }
    // When
    long began = System.nanoTime();
    startMain(two);
    // Then
    assertThat(spool.knows("one") && spool.knows("two")).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when      | grup=Sales   | did you mean 'group'?",
        "predicate | $.action     | predicate=$.action names no language",
        "format    | xml          | format=xml is unknown",
        "fields    | action       | fields=action is for format=flat",
        "redact    | item.id      | redact=item.id",
      })
  void a_wrong_parameter_stops_the_start_with_the_sinks_name(
      String parameter, String value, String message) {
    Properties wrong = new Properties();
    wrong.setProperty("camel.routeTemplate[audit].templateId", "sink");
    wrong.setProperty("camel.routeTemplate[audit].to", "bean:notificationLog");
    wrong.setProperty("camel.routeTemplate[audit]." + parameter, value);
    assertThatThrownBy(() -> startMain(wrong))
        .hasMessageContaining("Sink 'audit'")
        .hasMessageContaining(message);
  }

  /** The lines of docs/sinks.md that are the shipped configuration. */
  private static String shippedLines() throws Exception {
    Matcher block =
        Pattern.compile("(?s)```properties\n(.*?)```")
            .matcher(Files.readString(Path.of("docs/sinks.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static Properties documented() throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(shippedLines()));
    return properties;
  }
}
