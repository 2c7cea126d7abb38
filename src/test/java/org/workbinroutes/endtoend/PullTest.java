package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** Placements that are taken out of their workbins again, against the simulator. */
class PullTest {
  @TempDir private static Path folder;
  private static SimulatorServer gws;
  private static ProductRig product;

  private final String id = "r" + UUID.randomUUID();
  private final String interaction = "I" + id;

  @BeforeAll
  static void start() throws Exception {
    gws = SimulatorServer.builder().start();
    product = new ProductRig(gws, folder, keys -> keys.put("gws.response-timeout", "1s"));
  }

  @AfterAll
  static void stop() {
    product.close();
    gws.close();
  }

  @BeforeEach
  void place() throws Exception {
    gws.clearContents();
    product.post(request(id, interaction));
    product.awaitConfirmed(id);
  }

  @Test
  void whatWasPulledIsOutAndStaysOut() throws Exception {
    // When
    HttpResponse<String> pulled = product.delete("/placements/" + id);
    HttpResponse<String> again = product.delete("/placements/" + id);
    // Then
    assertThat(pulled.statusCode()).isEqualTo(200);
    assertThat(state(pulled)).isEqualTo("PULLED");
    assertThat(again.body()).isEqualTo(pulled.body());
    assertThat(gws.contents(SeedData.AGENT_GROUP_BIN)).isEmpty();
    // the same request again places nothing
    assertThat(state(product.post(request(id, interaction)))).isEqualTo("PULLED");
    assertThat(gws.adds(interaction).calls()).isEqualTo(1);
    // but a retry does, after a look
    assertThat(product.postTo("/placements/" + id + "/retry", "").statusCode()).isEqualTo(202);
    product.awaitConfirmed(id);
    assertThat(gws.adds(interaction).calls()).isEqualTo(2);
  }

  @Test
  void whatSomebodyElseTookOutIsOutToo() throws Exception {
    // Given
    gws.clearContents();
    // When
    HttpResponse<String> pulled = product.delete("/placements/" + id);
    // Then
    assertThat(state(pulled)).isEqualTo("PULLED");
    assertThat(product.placement(id).get("history").findValuesAsText("reason"))
        .last()
        .asString()
        .contains("not in its workbin any more")
        .contains("statusCode 6");
  }

  @Test
  void whatGwsRefusesStaysAsItIs() throws Exception {
    // Given
    gws.faults().onRest(Fault.statusCode(3).forOperation("PullInteraction"), 1);
    // When
    HttpResponse<String> refused = product.delete("/placements/" + id);
    // Then
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("urn:workbinroutes:problem:rejected", "statusCode 3");
    assertThat(product.placement(id).get("state").asText()).isEqualTo("CONFIRMED");
    assertThat(gws.contents(SeedData.AGENT_GROUP_BIN)).containsExactly(interaction);
  }

  @Test
  void anAnswerThatIsLostIsMadeUpForByTheContent() throws Exception {
    // Given: it is still in
    gws.faults().onRest(Fault.reset().forOperation("PullInteraction"), 1);
    // When
    HttpResponse<String> unknown = product.delete("/placements/" + id);
    // Then
    assertThat(unknown.statusCode()).isEqualTo(503);
    assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
    assertThat(product.placement(id).get("state").asText()).isEqualTo("CONFIRMED");
    // Given: it is out, and only the answer was lost
    gws.faults().onRest(Fault.reset().forOperation("PullInteraction"), 1);
    gws.clearContents();
    // When
    HttpResponse<String> known = product.delete("/placements/" + id);
    // Then
    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(state(known)).isEqualTo("PULLED");
  }

  @Test
  void whileGwsDoesNotAnswerNothingIsDone() throws Exception {
    // Given
    gws.faults().onRest(Fault.httpStatus(503).forOperation("PullInteraction"), 1);
    // When
    HttpResponse<String> later = product.delete("/placements/" + id);
    // Then
    assertThat(later.statusCode()).isEqualTo(503);
    assertThat(product.delete("/placements/" + id).statusCode()).isEqualTo(200);
  }

  private static String state(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body()).path("state").asText();
  }

  private static String request(String requestId, String interactionId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"%s\",\"agentGroup\":\"%s\",\"interactionId\":\"%s\"}"
        .formatted(
            requestId,
            SeedData.AGENT_GROUP_BIN.workbinId(),
            SeedData.AGENT_GROUP_BIN.group(),
            interactionId);
  }
}
