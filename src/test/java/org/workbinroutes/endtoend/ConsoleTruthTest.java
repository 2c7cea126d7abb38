package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.browser.Chromium;
import org.workbinroutes.browser.Page;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.Media;
import org.workbinroutes.simulator.SimulatorServer;

/** What the console shows when something is wrong. */
@DisplayName(
    "The console in a browser when something is wrong (skipped without chromium and npm ci --prefix"
        + " src/browser)")
@Timeout(300)
@EnabledIf(
    value = "org.workbinroutes.browser.Chromium#isThereOrDemanded",
    disabledReason = "There is no chromium, or npm ci --prefix src/browser was not run")
class ConsoleTruthTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final String LOST = "document.documentElement.dataset.lost === 'true'";

  @TempDir Path folder;

  private static void place(ProductRig product, String requestId, String interactionId)
      throws Exception {
    product.post(
        JSON.writeValueAsString(
            Map.of(
                "requestId",
                requestId,
                "workbinId",
                "5d487e69-a393-4228-a06f-6a4015ab1b54",
                "placeGroup",
                "MyPlaceGroup",
                "interactionId",
                interactionId)));
  }

  private static void configure(Map<String, String> keys) {
    keys.put("console.every", "250ms");
    keys.put("camel.routeTemplate[crm].templateId", "sink");
    keys.put("camel.routeTemplate[crm].to", "http://127.0.0.1:" + FreePort.next() + "/hook");
    keys.put("camel.routeTemplate[crm].firstDelay", "200ms");
    keys.put("camel.routeTemplate[crm].maxDelay", "200ms");
    keys.put("camel.routeTemplate[crm].retries", "-1");
  }

  @SuppressWarnings("try") // the end of the product is what the page has to notice
  @Test
  void showsNothingAsWellThatIsNot() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = new ProductRig(gws, folder, ConsoleTruthTest::configure);
        Chromium chromium = new Chromium()) {
      Page page = chromium.open();
      // Given
      gws.interaction("i-1", Media.CHAT, Map.of("id", "i-1"));
      place(product, "r-1", "i-1");
      gws.faults().onAdd(Fault.statusCode(2).forInteraction("i-2"), Integer.MAX_VALUE);
      place(product, "r-2", "i-2");
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> product.placement("r-2").path("state").asText().equals("REJECTED"));
      // When
      page.goTo("http://127.0.0.1:" + product.httpPort + "/console");
      page.awaitText("#link", "Live");
      // Then: a sink that is down is no sink that flows, and what GWS rejected waits for somebody
      page.await(badge("#view-flow", "crm", "DOWN"));
      page.await(badge("#view-flow", "audit", "FLOWS"));
      page.awaitText("#view-flow .reasons", "sink-crm");
      page.awaitText("#view-flow .reasons", "1 placement rejected by GWS");
      page.click("#views a[data-view='sinks']");
      page.await(badge("#view-sinks", "crm", "DOWN"));
      page.awaitText("#view-sinks tr[data-key='crm']", "its last attempt failed");
      page.picture(PICTURES.resolve("sink-down.png"));
      page.click("#views a[data-view='flow']");
      page.awaitSeen("#view-flow .verdict");
      // When
      page.offline(true);
      // Then
      page.await(LOST);
      page.awaitText("#lost", "No connection since ");
      assertThat(page.text("#lost")).matches("No connection since \\d\\d:\\d\\d:\\d\\d: .*");
      page.awaitText("#link", "No connection");
      page.await("document.querySelector('#view-flow .verdict').offsetParent === null");
      page.await("getComputedStyle(document.getElementById('view-flow')).opacity === '0.5'");
      page.picture(PICTURES.resolve("no-connection.png"));
      // When
      page.offline(false);
      // Then
      page.await("!(" + LOST + ")");
      page.awaitText("#link", "Live");
      page.awaitSeen("#view-flow .verdict");
      // When
      product.close();
      // Then
      page.await(LOST);
      page.awaitText("#lost", "No connection since ");
      page.awaitText("#link", "No connection");
      // When
      try (ProductRig again =
          new ProductRig(
              gws,
              folder.resolve("again"),
              keys -> {
                configure(keys);
                keys.put("http.port", String.valueOf(product.httpPort));
              })) {
        // Then
        page.await("!(" + LOST + ")");
        page.awaitText("#link", "Live");
        page.awaitSeen("#view-flow .verdict");
        assertThat(again.httpPort).isPositive();
      }
    }
  }

  @Test
  void showsWhyAPlacementWaitsAndWhenItIsTriedAgain() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = new ProductRig(gws, folder, ConsoleTruthTest::configure);
        Chromium chromium = new Chromium()) {
      Page page = chromium.open();
      // Given
      gws.faults().onAdd(Fault.httpStatus(503), Integer.MAX_VALUE);
      product.postTo(
          "/placements?wait=none",
          JSON.writeValueAsString(
              Map.of(
                  "requestId",
                  "r-1",
                  "workbinId",
                  "5d487e69-a393-4228-a06f-6a4015ab1b54",
                  "placeGroup",
                  "MyPlaceGroup",
                  "interactionId",
                  "i-1")));
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> product.placement("r-1").path("waiting").hasNonNull("reason"));
      String reason = product.placement("r-1").at("/waiting/reason").asText();
      // When
      page.goTo("http://127.0.0.1:" + product.httpPort + "/console#/placements/r-1");
      // Then
      page.awaitText("#view-placements .facts", "Waits because");
      page.awaitText("#view-placements .facts", reason);
      page.awaitText("#view-placements .facts", "Waits since");
      page.picture(PICTURES.resolve("waiting.png"));
    }
  }

  private static String badge(String view, String sink, String state) {
    return "document.querySelector(\"%s tr[data-key='%s'] .badge\")?.textContent === '%s'"
        .formatted(view, sink, state);
  }
}
