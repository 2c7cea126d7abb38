package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * GWS answers one poll with all that has gathered. A burst is many times the message that a CometD
 * client takes unless it is told otherwise, 1 MiB.
 */
@Timeout(180)
class NotificationBurstTest {
  private static final int NOTIFICATIONS = 20_000;
  private static final int WORKBINS = 100;

  @Test
  void aBurstComesToTheSinkWholeAndInOrder(@TempDir Path folder) throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        ProductRig product =
            new ProductRig(
                gws, folder, keys -> keys.put("camel.routeTemplate[audit].when", "media=chat"))) {
      awaitHearing(gws, product);
      // When
      gws.publishTogether(
          IntStream.range(0, NOTIFICATIONS).mapToObj(NotificationBurstTest::chat).toList());
      // Then
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () ->
                  assertThat(product.audit().stream().filter(NotificationBurstTest::counts).count())
                      .isEqualTo(NOTIFICATIONS));
      Map<String, Integer> last = new HashMap<>();
      List<JsonNode> got = product.audit().stream().filter(NotificationBurstTest::counts).toList();
      assertThat(got).hasSize(NOTIFICATIONS);
      assertThat(got)
          .allSatisfy(
              notification -> {
                Integer before = last.put(notification.path("id").asText(), number(notification));
                assertThat(number(notification)).isGreaterThan(before == null ? -1 : before);
              });
    }
  }

  @Test
  void aBurstThatIsTooLargeEndsItsSessionAtOnceAndTheNextOneHears(@TempDir Path folder)
      throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        ProductRig product =
            new ProductRig(gws, folder, keys -> keys.put("gws.max-burst", "1MB"))) {
      awaitHearing(gws, product);
      long sessions = gws.counters().handshakes();
      // When
      gws.publishTogether(IntStream.range(0, 1_200).mapToObj(NotificationBurstTest::chat).toList());
      // Then
      await().atMost(ProductRig.PATIENCE).until(() -> gws.counters().handshakes() > sessions);
      await()
          .atMost(ProductRig.PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                gws.publish(chat(5_000));
                return product.audit().stream().anyMatch(found -> number(found) == 5_000);
              });
    }
  }

  private static void awaitHearing(SimulatorServer gws, ProductRig product) {
    await()
        .atMost(ProductRig.PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              gws.publish(chat(-1));
              return !product.audit().isEmpty();
            });
  }

  private static boolean counts(JsonNode notification) {
    return number(notification) >= 0;
  }

  private static int number(JsonNode notification) {
    return notification.at("/chatStateResourceV2/userData/number").asInt();
  }

  /** About 1.2 KB. */
  private static Map<String, Object> chat(int number) {
    return Map.of(
        "messageType",
        "WorkbinStateChangeMessage",
        "action",
        "ItemAdded",
        "id",
        "bin-" + Math.floorMod(number, WORKBINS),
        "agentGroup",
        "Crew",
        "chatStateResourceV2",
        Map.of(
            "id",
            "chat-" + number,
            "userData",
            Map.of("number", number, "text", "x".repeat(1_000))));
  }
}
