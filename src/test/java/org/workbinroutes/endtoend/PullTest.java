package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.GwsSimulator;
import org.workbinroutes.simulator.SeedData;

/** Placements that are taken out of their workbins again, against the simulator. */
class PullTest {
  @TempDir private Path folder;
  private GwsSimulator gws;
  private ProductRig product;

  @BeforeEach
  void start() throws Exception {
    gws = GwsSimulator.builder().start();
    product = new ProductRig(gws, folder, keys -> keys.put("gws.response-timeout", "1s"));
    product.post(request("r1", "I1"));
    product.awaitConfirmed("r1");
  }

  @AfterEach
  void stop() {
    product.close();
    gws.close();
  }

  @Test
  void whatWasPulledIsOutAndStaysOut() throws Exception {
    // When
    HttpResponse<String> pulled = product.delete("/placements/r1");
    HttpResponse<String> again = product.delete("/placements/r1");
    // Then
    assertThat(pulled.statusCode()).isEqualTo(200);
    assertThat(state(pulled)).isEqualTo("PULLED");
    assertThat(again.body()).isEqualTo(pulled.body());
    assertThat(gws.contents(SeedData.AGENT_GROUP_BIN)).isEmpty();
    // the same request again places nothing
    assertThat(state(product.post(request("r1", "I1")))).isEqualTo("PULLED");
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
    // but a retry does, after a look
    assertThat(product.postTo("/placements/r1/retry", "").statusCode()).isEqualTo(202);
    product.awaitConfirmed("r1");
    assertThat(gws.adds("I1").calls()).isEqualTo(2);
  }

  @Test
  void whatSomebodyElseTookOutIsOutToo() throws Exception {
    // Given
    gws.clearContents();
    // When
    HttpResponse<String> pulled = product.delete("/placements/r1");
    // Then
    assertThat(state(pulled)).isEqualTo("PULLED");
    assertThat(product.placement("r1").get("history").findValuesAsText("reason"))
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
    HttpResponse<String> refused = product.delete("/placements/r1");
    // Then
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("urn:workbinroutes:problem:rejected", "statusCode 3");
    assertThat(product.placement("r1").get("state").asText()).isEqualTo("CONFIRMED");
    assertThat(gws.contents(SeedData.AGENT_GROUP_BIN)).containsExactly("I1");
  }

  @Test
  void anAnswerThatIsLostIsMadeUpForByTheContent() throws Exception {
    // Given: it is still in
    gws.faults().onRest(Fault.reset().forOperation("PullInteraction"), 1);
    // When
    HttpResponse<String> unknown = product.delete("/placements/r1");
    // Then
    assertThat(unknown.statusCode()).isEqualTo(503);
    assertThat(unknown.headers().firstValue("Retry-After")).isPresent();
    assertThat(product.placement("r1").get("state").asText()).isEqualTo("CONFIRMED");
    // Given: it is out, and only the answer was lost
    gws.faults().onRest(Fault.reset().forOperation("PullInteraction"), 1);
    gws.clearContents();
    // When
    HttpResponse<String> known = product.delete("/placements/r1");
    // Then
    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(state(known)).isEqualTo("PULLED");
  }

  @Test
  void whileGwsDoesNotAnswerNothingIsDone() throws Exception {
    // Given
    gws.faults().onRest(Fault.httpStatus(503).forOperation("PullInteraction"), 1);
    // When
    HttpResponse<String> later = product.delete("/placements/r1");
    // Then
    assertThat(later.statusCode()).isEqualTo(503);
    assertThat(product.delete("/placements/r1").statusCode()).isEqualTo(200);
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
