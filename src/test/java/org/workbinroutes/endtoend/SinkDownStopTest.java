package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.simulator.Media;
import org.workbinroutes.simulator.SimulatorServer;

/** A stop in order of the whole product while one sink is down. */
class SinkDownStopTest {
  private static final int NOTIFICATIONS = 12;
  private static final String REQUEST =
      "{\"requestId\":\"%s\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"%s\"}";

  @TempDir Path folder;

  @Test
  void saysFewLinesAndNoStackTrace() throws Exception {
    try (CapturedLog log = CapturedLog.ofAll();
        SimulatorServer gws = SimulatorServer.builder().user("agent", "secret").start()) {
      for (int i = 0; i < NOTIFICATIONS; i++) {
        gws.interaction("i-" + i, Media.CHAT, Map.of("id", "i-" + i));
      }
      int before;
      try (ProductRig product =
          new ProductRig(
              gws,
              folder,
              keys -> {
                keys.put("camel.routeTemplate[crm].templateId", "sink");
                keys.put(
                    "camel.routeTemplate[crm].to", "http://127.0.0.1:" + FreePort.next() + "/hook");
                keys.put("camel.routeTemplate[crm].order", "none");
                keys.put("camel.routeTemplate[crm].firstDelay", "100ms");
              })) {
        for (int i = 0; i < NOTIFICATIONS; i++) {
          product.post(REQUEST.formatted("r-" + i, "i-" + i));
        }
        for (int i = 0; i < NOTIFICATIONS; i++) {
          product.awaitItemAdded("i-" + i);
        }
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> !log.linesWith("Sink crm is down").isEmpty());
        before = log.shippedLines().size();
      }
      List<String> lines = log.shippedLines();
      assertThat(lines.subList(before, lines.size())).hasSizeLessThanOrEqualTo(6);
      assertThat(log.stackTraces()).isEmpty();
      assertThat(log.linesWith("Sink crm is down").get(0)).contains("Exception): ", "wait");
    }
  }
}
