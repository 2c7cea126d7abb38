package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.HeldPolls;
import org.workbinroutes.simulator.RawData;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/** What was missed is found in the workbins, and what waits is placed when GWS is back. */
class ReconciliationTest {
  private static final String BIN = "5d487e69-a393-4228-a06f-6a4015ab1b54";

  @TempDir Path folder;

  @Test
  void aLostNotificationIsMadeUpForByTheContentOfTheWorkbin() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = rig(gws)) {
      gws.faults().dropNotifications(3);
      // When
      for (int i = 0; i < 3; i++) {
        assertThat(product.post(request("r" + i, "I" + i)).statusCode()).isEqualTo(200);
      }
      // Then
      for (int i = 0; i < 3; i++) {
        product.awaitConfirmed("r" + i);
        assertThat(product.awaitItemAdded("I" + i).path("synthetic").asBoolean()).isTrue();
      }
      assertThat(gws.counters().contentReads()).as("one read for all three").isLessThanOrEqualTo(3);
    }
  }

  @Test
  void afterAGapEverythingAcceptedIsLookedForAtOnce() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(gws, folder, keys -> keys.put("workbin.confirm-timeout", "1h"))) {
      product.post(request("r0", "I0"));
      product.awaitConfirmed("r0");
      gws.faults().dropNotifications(1);
      product.post(request("r1", "I1"));
      // When
      gws.faults().expireHttpSessions(HeldPolls.CUT);
      // Then
      product.awaitConfirmed("r1");
    }
  }

  @Test
  void afterANotificationThatCannotBeReadEverythingAcceptedIsLookedForAtOnce() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  keys.put("workbin.confirm-timeout", "1h");
                  keys.put("workbin.recovery.every", "200ms");
                })) {
      product.post(request("r0", "I0"));
      product.awaitConfirmed("r0");
      gws.faults().dropNotifications(1);
      product.post(request("r1", "I1"));
      // When
      gws.publish(RawData.of("{\"action\":\"ItemAdded\",\"userData\":NaN}"));
      // Then
      product.awaitConfirmed("r1");
    }
  }

  @Test
  void aSubscriptionThatGwsLostInSilenceIsMadeAgainAndHealthSaysSo() throws Exception {
    // Given
    int management = FreePort.next();
    HttpClient http = HttpClient.newHttpClient();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  keys.put("workbin.confirm-timeout", "500ms");
                  keys.put("workbin.recovery.every", "200ms");
                  keys.put("management.port", Integer.toString(management));
                })) {
      // the look that follows a new connection is over, and the subscription has proved itself
      gws.faults().dropNotifications(1);
      product.post(request("r-1", "I-1"));
      product.awaitConfirmed("r-1");
      product.post(request("r0", "I0"));
      product.awaitConfirmed("r0");
      assertThat(product.awaitItemAdded("I0").path("synthetic").asBoolean()).isFalse();
      // When
      gws.faults().forgetWorkbinSubscriptions();
      for (int i = 1; i <= 2; i++) {
        product.post(request("r" + i, "I" + i));
        product.awaitConfirmed("r" + i);
        assertThat(product.awaitItemAdded("I" + i).path("synthetic").asBoolean()).isTrue();
      }
      // Then
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(
              () -> assertThat(Health.of(http, management, "").text()).contains("did not come"));
      // When
      product.post(request("r3", "I3"));
      product.awaitConfirmed("r3");
      // Then
      assertThat(product.awaitItemAdded("I3").path("synthetic").asBoolean()).isFalse();
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Health.of(http, management, "").text())
                      .doesNotContain("did not come"));
    }
  }

  @Test
  void requestsThatWereOpenWhenTheProductStoppedArePlacedAfterTheNextStart() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      try (ProductRig product = rig(gws)) {
        gws.faults().onAdd(Fault.httpStatus(503), Integer.MAX_VALUE);
        product.drop("open.json", request("r1", "I1"));
        await().atMost(ProductRig.PATIENCE).until(() -> gws.adds("I1").calls() > 0);
      }
      gws.faults().clear();
      // When
      try (ProductRig product = rig(gws)) {
        // Then
        product.awaitConfirmed("r1");
        assertThat(gws.adds("I1").effects()).isEqualTo(1);
      }
    }
  }

  @Test
  void afterARestartTheWorkbinsOfRecentPlacementsAreSubscribedBeforeTheNextPlacement()
      throws Exception {
    // Given
    BinAddress bin = SeedData.PLACE_GROUP_BIN;
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      try (ProductRig product = rig(gws)) {
        product.post(request("r1", "I1"));
        product.awaitConfirmed("r1");
      }
      await().atMost(ProductRig.PATIENCE).until(() -> gws.listeners(bin) == 0);
      // When
      try (ProductRig product = rig(gws)) {
        // Then
        await().atMost(ProductRig.PATIENCE).until(() -> gws.listeners(bin) == 1);
        gws.put(bin, "by-somebody-else");
        product.awaitItemAdded("by-somebody-else");
      }
    }
  }

  @Test
  void whatWasGivenUpIsPlacedAgainOnRequest() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(gws, folder, keys -> keys.put("gws.retry.attempts", "1"))) {
      gws.faults().onAdd(Fault.statusCode(4), 1);
      assertThat(product.post(request("r1", "I1")).statusCode()).isEqualTo(502);
      assertThat(product.placement("r1").path("state").asText()).isEqualTo("FAILED");
      // When
      assertThat(product.postTo("/placements/r1/retry", "").statusCode()).isEqualTo(202);
      // Then
      product.awaitConfirmed("r1");
      // When
      gws.faults().onAdd(Fault.statusCode(4), 1);
      product.post(request("r2", "I2"));
      var replay = product.postTo("/replays", "{}");
      // Then
      assertThat(replay.body()).contains("\"reopened\":1");
      product.awaitConfirmed("r2");
      // When
      gws.faults().onAdd(Fault.statusCode(4), 2);
      product.post(request("r3", "I3"));
      product.post(request("r4", "I4"));
      assertThat(commandLine("replay", "--request", "r3")).contains("r3");
      assertThat(commandLine("replay", "--since", "2026-01-01T00:00:00Z")).contains("placed again");
      // Then
      product.awaitConfirmed("r3");
      product.awaitConfirmed("r4");
      assertThat(commandLine("replay", "--all")).contains("0 requests are placed again");
      assertThat(commandLine("replay", "--all", "--json")).contains("\"reopened\":0");
      assertThat(product.postTo("/placements/r2/retry", "").statusCode()).isEqualTo(409);
      assertThat(product.postTo("/placements/none/retry", "").statusCode()).isEqualTo(404);
      assertThat(product.postTo("/replays", "{\"since\":\"yesterday\"}").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void whileGwsIsDownHttpIsToldToComeAgainAndTheRestWaits() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys ->
                    keys.putAll(
                        Map.of(
                            "gws.breaker.window", "4",
                            "gws.breaker.pause", "2s",
                            "gws.retry.first-pause", "50ms")))) {
      product.post(request("r0", "I0"));
      product.awaitConfirmed("r0");
      gws.faults().onAdd(Fault.httpStatus(503), Integer.MAX_VALUE);
      for (int i = 1; i <= 4; i++) {
        product.sendJms(request("r" + i, "I" + i));
      }
      // When
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(
              () -> {
                var answer = product.post(request("h1", "H1"));
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("GWS is down");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
              });
      // who does not wait is taken in all the same
      assertThat(product.post(request("h2", "H2"), "Prefer", "respond-async").statusCode())
          .isEqualTo(202);
      gws.faults().clear();
      // Then
      product.awaitConfirmed("h2");
      for (int i = 1; i <= 4; i++) {
        product.awaitConfirmed("r" + i);
        assertThat(gws.adds("I" + i).effects()).isEqualTo(1);
      }
    }
  }

  private String commandLine(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine = WorkbinRoutes.commandLine();
    commandLine.setOut(new PrintWriter(out));
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = folder.resolve("config").toString();
    assertThat(commandLine.execute(all)).isZero();
    return out.toString();
  }

  private ProductRig rig(SimulatorServer gws) throws Exception {
    return new ProductRig(
        gws,
        folder,
        keys -> {
          keys.put("workbin.confirm-timeout", "500ms");
          keys.put("workbin.recovery.every", "200ms");
        });
  }

  private static String request(String requestId, String interactionId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"%s\",\"placeGroup\":\"MyPlaceGroup\",\"id\":\"%s\"}"
        .formatted(requestId, BIN, interactionId);
  }
}
