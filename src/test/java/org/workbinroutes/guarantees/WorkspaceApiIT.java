package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.WorkspaceSimulator;

/** The whole product with {@code gws.api = v3}: what v2 guarantees holds there too. */
class WorkspaceApiIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BIN = "v3-bin";
  private static final String GROUP = "Línea 1 & 2";

  @Test
  void everythingIsPlacedOnceAndConfirmedByEventOrContent() throws Exception {
    // Given
    try (WorkspaceSimulator gws =
            WorkspaceSimulator.builder().acceptUnknownInteractions(true).start();
        ProductProcess product =
            new ProductProcess(
                "workspace-v3",
                gws.url(),
                Map.of(
                    "gws.api", "v3",
                    "gws.response-timeout", "3s",
                    "gws.retry.first-pause", "100ms",
                    "workbin.confirm-timeout", "2s",
                    "workbin.recovery.every", "500ms"))) {
      gws.addWorkbin(BIN, "v3", "AgentGroup");
      product.start();
      product.awaitReady();
      // When a request comes over HTTP, and one in a file
      product.post(request("by-http", BIN, "I-http", ""));
      product.drop("one.ndjson", request("by-file", BIN, "I-file", "") + "\n");
      // Then each is placed once, confirmed, and in the sink
      awaitState(product, "by-http", "CONFIRMED");
      awaitState(product, "by-file", "CONFIRMED");
      awaitInSink(product, "I-http");
      awaitInSink(product, "I-file");

      // When an event is lost, an answer is lost, and the session is lost
      gws.faults().loseChanges(1);
      product.post(request("event-lost", BIN, "I-event", ""));
      awaitState(product, "event-lost", "CONFIRMED");
      gws.faults().onCall(Fault.reset().withEffect().forOperation("add-interaction"), 1);
      product.post(request("answer-lost", BIN, "I-answer", ""));
      awaitState(product, "answer-lost", "CONFIRMED");
      gws.faults().expireSessions();
      product.post(request("session-lost", BIN, "I-session", ""));
      awaitState(product, "session-lost", "CONFIRMED");
      // Then the content has decided, and nothing was placed twice
      awaitInSink(product, "I-event");
      assertThat(Files.readAllLines(product.audit()))
          .anyMatch(line -> line.contains("\"I-event\"") && line.contains("\"synthetic\""));
      for (String id : new String[] {"I-http", "I-file", "I-event", "I-answer", "I-session"}) {
        assertThat(gws.effects(id)).as(id).isEqualTo(1);
      }

      // When a workbin is not known, whose add is accepted like any other
      product.post(request("to-nowhere", "nowhere", "I-nowhere", ""));
      // Then it is not confirmed before it lies there
      awaitState(product, "to-nowhere", "UNCONFIRMED");
      gws.addWorkbin("nowhere", "nowhere", "AgentGroup");
      gws.putSilently("nowhere", GROUP, "I-nowhere");
      awaitState(product, "to-nowhere", "CONFIRMED");

      // When something is asked for that this API cannot do
      String refusal =
          product.post(request("a-chat", BIN, "I-chat", ",\"operation\":\"AddChat\"")).body();
      // Then it is refused with what to do
      assertThat(refusal).contains("operation is AddChat").contains("gws.api=v2");
      assertThat(Files.readString(product.log())).doesNotContain("secret");
    }
  }

  private static void awaitState(ProductProcess product, String requestId, String state) {
    await()
        .alias(requestId + " " + state)
        .atMost(PATIENCE)
        .until(() -> state.equals(product.placement(requestId).path("state").asText()));
  }

  private static void awaitInSink(ProductProcess product, String interactionId) {
    await()
        .alias(interactionId + " in the sink")
        .atMost(PATIENCE)
        .until(
            () ->
                Files.exists(product.audit())
                    && Files.readAllLines(product.audit()).stream()
                        .anyMatch(
                            line ->
                                line.contains("\"ItemAdded\"")
                                    && line.contains("\"" + interactionId + "\"")));
  }

  private static String request(String requestId, String bin, String interactionId, String more) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"%s\",\"agentGroup\":\"%s\",\"interactionId\":\"%s\"%s}"
        .formatted(requestId, bin, GROUP, interactionId, more);
  }
}
