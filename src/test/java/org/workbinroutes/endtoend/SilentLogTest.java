package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.Media;
import org.workbinroutes.simulator.SimulatorServer;

/** What the whole product logs at the levels of the shipped configuration. */
class SilentLogTest {
  private static final String REQUEST =
      "{\"requestId\":\"%s\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"%s\","
          + "\"attributes\":{\"note\":\"attribute-of-a-customer\"}}";

  @TempDir Path folder;

  @Test
  void holdsNoSecretNoHeaderAndNothingACustomerWrote() throws Exception {
    // Given
    Logger root = (Logger) LogManager.getRootLogger();
    Collector collector = new Collector();
    collector.start();
    root.addAppender(collector);
    try (SimulatorServer gws = SimulatorServer.builder().user("agent", "secret-of-gws").start()) {
      gws.interaction(
          "i-1",
          Media.CHAT,
          Map.of("id", "i-1", "userData", Map.of("phone", "phone-of-a-customer")));
      try (ProductRig product =
          new ProductRig(gws, folder, keys -> keys.put("gws.password", "secret-of-gws"))) {
        // When
        product.post(REQUEST.formatted("r-1", "i-1"), "X-Token", "header-of-a-caller");
        product.awaitItemAdded("i-1");
        product.post("{\"attributes\":{\"note\":\"attribute-of-a-customer\"}}");
        product.sendJms("{\"text\":\"attribute-of-a-customer\"}");
        product.drop("bad.json", "{\"text\":\"attribute-of-a-customer\"}");
        product.sendJms(
            REQUEST.formatted("r-2", "i-2"), Map.of("CAmelHttpUri", "http://header-of-a-caller"));
        product.awaitItemAdded("i-2");
      }
    } finally {
      root.removeAppender(collector);
      collector.stop();
    }
    // Then
    assertThat(collector.lines)
        .isNotEmpty()
        .noneMatch(line -> line.contains("secret-of-gws"))
        .noneMatch(line -> line.contains("t3st"))
        .noneMatch(line -> line.contains("of-a-customer"))
        .noneMatch(line -> line.contains("of-a-caller"))
        .noneMatch(line -> line.contains("JSESSIONID"))
        .noneMatch(line -> line.contains("Authorization"));
  }

  private static final class Collector extends AbstractAppender {
    final List<String> lines = new CopyOnWriteArrayList<>();

    Collector() {
      super("collector", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      // as config/log4j2.properties has it; the tests themselves log more
      boolean ours = event.getLoggerName().startsWith("org.workbinroutes");
      if (!event.getLevel().isMoreSpecificThan(ours ? Level.INFO : Level.WARN)) {
        return;
      }
      lines.add(
          event.getMessage().getFormattedMessage()
              + (event.getThrown() == null ? "" : " " + event.getThrown()));
    }
  }
}
