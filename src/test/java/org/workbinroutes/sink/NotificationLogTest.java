package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The log sink, and what else is logged on a notification's way: no user data. */
@Isolated("what other tests log is not its business")
class NotificationLogTest {
  private final Lines lines = new Lines();
  private SinkContext sinks;
  private Level before;

  /** Keeps all that is logged. */
  private static final class Lines extends AbstractAppender {
    private final List<String> all = new CopyOnWriteArrayList<>();

    Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      all.add(
          event.getMessage().getFormattedMessage()
              + (event.getThrown() == null ? "" : " " + event.getThrown()));
    }
  }

  @BeforeEach
  void start() throws Exception {
    lines.start();
    Configuration configuration = LoggerContext.getContext(false).getConfiguration();
    before = configuration.getRootLogger().getLevel();
    configuration.getRootLogger().setLevel(Level.INFO);
    configuration.getRootLogger().addAppender(lines, Level.INFO, null);
    LoggerContext.getContext(false).updateLoggers();
    sinks = new SinkContext(Map.of());
  }

  @AfterEach
  void stop() {
    sinks.close();
    Configuration configuration = LoggerContext.getContext(false).getConfiguration();
    configuration.getRootLogger().removeAppender("lines");
    configuration.getRootLogger().setLevel(before);
    LoggerContext.getContext(false).updateLoggers();
    lines.stop();
  }

  @Test
  void tells_what_happened_and_nothing_a_customer_wrote() throws Exception {
    // Given
    assertThat(LogManager.getLogger(NotificationLog.class).isInfoEnabled()).isTrue();
    sinks.sink("journal", "bean:notificationLog", Map.of());
    // When
    sinks.give("journal", Samples.AGENT_GROUP, Map.of());
    sinks.give("journal", Samples.PLACE_GROUP, Map.of());
    // Then
    assertThat(lines.all)
        .anyMatch(line -> line.startsWith("ItemAdded chat 0001BaBFVPR20035 in "))
        .anyMatch(line -> line.startsWith("ItemAdded chat 0001BaBFVPR20039 in "));
    assertNoUserData();
  }

  @Test
  void a_failure_does_not_log_it_either() throws Exception {
    // Given
    sinks.sink("crm", "webhook:http://127.0.0.1:1/hook", Map.of("retries", "1"));
    // When
    sinks.give("crm", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(sinks.deadLetter("crm")).isNotNull();
    assertThat(lines.all).anyMatch(line -> line.startsWith("Sink crm is down since "));
    assertNoUserData();
  }

  private void assertNoUserData() throws Exception {
    JsonNode userData =
        new ObjectMapper()
            .readTree(Samples.AGENT_GROUP)
            .path("chatStateResourceV2")
            .path("userData");
    assertThat(userData.size()).isGreaterThan(20);
    List<String> secrets = new ArrayList<>();
    userData
        .properties()
        .forEach(
            field -> {
              secrets.add(field.getKey());
              if (field.getValue().asText().length() > 3) {
                secrets.add(field.getValue().asText());
              }
            });
    // the sample's "default" and "Environment" are words of the log's own
    secrets.removeAll(List.of("default", "Environment"));
    assertThat(String.join("\n", lines.all)).doesNotContain(secrets);
  }
}
