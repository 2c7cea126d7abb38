package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.simulator.LoggedRequest;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * The two samples of the GWS reference, word for word, from each intake to a sink file. The
 * reference spells the agent group's workbin in two ways, one in the request and one in the
 * notification; the simulator is told to do the same.
 */
class SeedSamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String AGENT_GROUP_REQUEST =
      "{\"requestId\":\"seed-1\",\"workbinId\":\"6c715fa9-de16-4d23-b07c-cbc1caf3e07\","
          + "\"agentGroup\":\"MyAgentGroup\",\"operationName\":\"AddChat\","
          + "\"id\":\"0001BaBFVPR20035\"}";
  private static final String PLACE_GROUP_REQUEST =
      "{\"requestId\":\"seed-2\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"operationName\":\"AddChat\","
          + "\"id\":\"0001BaBFVPR20039\"}";

  @TempDir Path folder;

  enum Intake {
    FILE,
    JMS,
    HTTP
  }

  @ParameterizedTest
  @EnumSource(Intake.class)
  void bothSamplesFromEachIntakeToASinkFile(Intake intake) throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder()
                .notificationWorkbinId(
                    SeedData.AGENT_GROUP_BIN_AS_REQUESTED.workbinId(),
                    SeedData.AGENT_GROUP_BIN.workbinId())
                .start();
        ProductRig product = new ProductRig(gws, folder, keys -> {})) {
      // When
      gws.nextReferenceId(15);
      submit(intake, product, "seed-1", AGENT_GROUP_REQUEST);
      JsonNode agentGroup = product.awaitItemAdded("0001BaBFVPR20035");
      submit(intake, product, "seed-2", PLACE_GROUP_REQUEST);
      JsonNode placeGroup = product.awaitItemAdded("0001BaBFVPR20039");
      // Then
      assertThat(agentGroup).isEqualTo(JSON.valueToTree(SeedData.agentGroupNotification()));
      assertThat(placeGroup).isEqualTo(JSON.valueToTree(SeedData.placeGroupNotification()));
      LoggedRequest add =
          gws.requests().stream()
              .filter(r -> "0001BaBFVPR20035".equals(r.interactionId()))
              .findFirst()
              .orElseThrow();
      assertThat(add.call().path())
          .isEqualTo("/api/v2/me/workbins/6c715fa9-de16-4d23-b07c-cbc1caf3e07");
      assertThat(add.call().query()).isEqualTo("agentGroup=MyAgentGroup");
      assertThat(add.operation()).isEqualTo("AddChat");
      assertThat(add.referenceId()).isEqualTo(16);
      assertThat(product.placement("seed-1").path("referenceId").asLong()).isEqualTo(16);
      product.awaitConfirmed("seed-2");
    }
  }

  @Test
  void theAgentGroupSampleIsConfirmedWhereTheNotificationNamesTheWorkbinOfTheRequest()
      throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = new ProductRig(gws, folder, keys -> {})) {
      // When
      product.post(AGENT_GROUP_REQUEST);
      // Then
      product.awaitConfirmed("seed-1");
    }
  }

  private static void submit(Intake intake, ProductRig product, String name, String request)
      throws Exception {
    switch (intake) {
      case FILE -> product.drop(name + ".json", request);
      case JMS -> product.sendJms(request);
      case HTTP -> assertThat(product.post(request).statusCode()).isEqualTo(200);
    }
  }
}
