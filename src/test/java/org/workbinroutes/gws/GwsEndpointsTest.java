package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.LoggedRequest;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** The endpoints as somebody uses them who takes the component alone. */
class GwsEndpointsTest {
  private static final String BIN = SeedData.PLACE_GROUP_BIN.workbinId();
  private static final String GROUP = SeedData.PLACE_GROUP_BIN.group();
  private static final GroupWorkbin WORKBIN = new GroupWorkbin(BIN, GroupKind.PLACE_GROUP, GROUP);

  private SimulatorServer gws;
  private GwsRig rig;

  @BeforeEach
  void start() throws Exception {
    gws = SimulatorServer.builder().acceptUnknownWorkbins(true).firstReferenceId(17).start();
    rig = new GwsRig(gws).awaitLive();
  }

  @AfterEach
  void stop() {
    rig.close();
    gws.close();
  }

  @Test
  void addTakesJsonAndAnswersWithTheReferenceId() {
    // When
    GwsAnswer answer =
        send(
            "gws:add",
            "{\"workbinId\":\""
                + BIN
                + "\",\"placeGroup\":\"MyPlaceGroup\",\"id\":\"I1\","
                + "\"operationName\":\"AddEmail\",\"saveLAR\":true}");
    // Then
    assertThat(answer.statusCode()).isZero();
    assertThat(answer.referenceId()).isPositive();
    LoggedRequest add = addOf("I1");
    assertThat(add.operation()).isEqualTo("AddEmail");
    assertThat(add.effect()).isTrue();
    rig.awaitItemAdded("I1");
  }

  @Test
  void addTakesAMap() {
    // When
    send("gws:add", Map.of("workbinId", BIN, "placeGroup", GROUP, "interactionId", "I2"));
    // Then
    assertThat(addOf("I2").operation()).isEqualTo("AddInteraction");
  }

  @ParameterizedTest
  @EnumSource(AddOperation.class)
  void allOperationsReachGwsAndAreUndoneByTheirCounterpart(AddOperation operation) {
    // Given
    AddInteraction call = new AddInteraction(WORKBIN, "I3", operation, false);
    // When
    send("gws:add", call);
    // Then
    rig.awaitItemAdded("I3");
    assertThat(addOf("I3").operation()).isEqualTo(operation.wireName());
    // When
    send("gws:pull", call);
    // Then
    await()
        .atMost(GwsRig.PATIENCE)
        .until(() -> rig.heard.stream().anyMatch(n -> "ItemRemoved".equals(n.action())));
    assertThat(lastOf(requests()).operation()).isEqualTo(operation.pullName());
  }

  @Test
  void contentTellsWhatLiesInTheWorkbin() {
    // Given
    send("gws:add", new AddInteraction(WORKBIN, "c1", AddOperation.ADD_CHAT, false));
    send("gws:add", new AddInteraction(WORKBIN, "e1", AddOperation.ADD_EMAIL, false));
    // When
    WorkbinContent content = request("gws:content", WORKBIN).request(WorkbinContent.class);
    // Then
    assertThat(content.interactionIds()).containsExactlyInAnyOrder("c1", "e1");
    assertThat(content.contains("c1")).isTrue();
    assertThat(content.contains("x1")).isFalse();
  }

  @Test
  void workbinsListsWhatTheUserSees() {
    // When
    List<?> workbins = request("gws:workbins", null).request(List.class);
    // Then
    Map<?, ?> listed =
        workbins.stream()
            .map(w -> (Map<?, ?>) w)
            .filter(w -> BIN.equals(w.get("id")))
            .findFirst()
            .orElseThrow();
    assertThat(listed.get("type")).isEqualTo("PlaceGroup");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void whereTheListOfAllWorkbinsIsRefusedThoseOfTheUserAreListed(int status) throws Exception {
    // Given
    try (SimulatorServer other = SimulatorServer.builder().workbinListHasName(true).start();
        GwsRig rig = new GwsRig(other)) {
      other
          .faults()
          .onRest(Fault.httpStatus(status).when(call -> "/api/v2/workbins".equals(call.path())));
      // When / Then
      assertThat(rig.client().workbins())
          .extracting(workbin -> workbin.get("workbinName"))
          .containsExactlyInAnyOrder("drafts", "desk");
    }
  }

  @Test
  void aWorkbinIsSubscribedBeforeTheFirstInteractionGoesIntoIt() {
    // When
    send("gws:add", new AddInteraction(WORKBIN, "I1", AddOperation.ADD_CHAT, false));
    send("gws:add", new AddInteraction(WORKBIN, "I2", AddOperation.ADD_CHAT, false));
    // Then
    assertThat(requests().stream().map(LoggedRequest::operation))
        .containsSubsequence("Subscribe", "AddChat", "AddChat");
    assertThat(gws.counters().subscribes()).isEqualTo(1);
  }

  @Test
  void subscribeAndUnsubscribe() {
    // When
    request("gws:subscribe", Map.of("workbinId", BIN, "placeGroup", GROUP)).request();
    // Then
    await().atMost(GwsRig.PATIENCE).until(() -> rig.status().subscribed() == 1);
    assertThat(rig.heard).anySatisfy(n -> assertThat(n.stateResource()).isEqualTo("Subscribed"));
    // When
    send("gws:unsubscribe", WORKBIN);
    // Then
    assertThat(rig.status().wanted()).isZero();
    assertThat(gws.counters().unsubscribes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "A & B",
        "?:2>1",
        "a/b\\c",
        "50%",
        "%41",
        "1+1",
        "Größe Ärger ß",
        "客服中心",
        "😀 emoji",
        "semi;colon, comma",
        "\"quoted\" 'n' <tagged>",
        "{{gws.password}} ${body}",
        "#hash=tag",
      })
  void groupNamesArriveUnharmed(String group) {
    // Given
    GroupWorkbin workbin = new GroupWorkbin("bin-1", GroupKind.AGENT_GROUP, group);
    // When
    send("gws:add", new AddInteraction(workbin, "I1", AddOperation.ADD_CHAT, false));
    // Then
    rig.awaitItemAdded("I1");
    assertThat(lastOf(rig.heard).workbin()).isEqualTo(workbin);
    assertThat(gws.contents(BinAddress.agentGroup("bin-1", group))).containsExactly("I1");
    assertThat(request("gws:content", workbin).request(WorkbinContent.class).contains("I1"))
        .isTrue();
  }

  @Test
  void aRefusalSaysWhatGwsSaid() {
    // Given
    send("gws:add", new AddInteraction(WORKBIN, "I1", AddOperation.ADD_CHAT, false));
    gws.faults().onAdd(org.workbinroutes.simulator.Fault.statusCode(5), 1);
    // When / Then
    assertThatThrownBy(
            () -> send("gws:add", new AddInteraction(WORKBIN, "I2", AddOperation.ADD_CHAT, false)))
        .hasRootCauseInstanceOf(GwsRejectedException.class)
        .rootCause()
        .hasMessageContaining("statusCode 5");
    assertThatThrownBy(
            () -> send("gws:add", new AddInteraction(WORKBIN, "I1", AddOperation.ADD_CHAT, false)))
        .hasRootCauseInstanceOf(GwsContentDecidesException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"workbinId\":\"b\",\"id\":\"i\"}",
        "{\"workbinId\":\"b\",\"id\":\"i\",\"agentGroup\":\"a\",\"placeGroup\":\"p\"}",
        "{\"agentGroup\":\"a\",\"id\":\"i\"}",
        "{\"workbinId\":\"b\",\"agentGroup\":\"a\"}",
        "{\"workbinId\":\"b\",\"agentGroup\":\"a\",\"id\":\"i\",\"operation\":\"Steal\"}",
        "{\"workbinId\":\"b\",\"agentGroup\":\"a\",\"id\":\"i\",\"colour\":\"red\"}",
        "",
      })
  void aBodyThatIsNoCallIsNotSent(String body) {
    assertThatThrownBy(() -> send("gws:add", body))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThat(gws.counters().addCalls()).isZero();
  }

  @Test
  void headersPlayNoPart() {
    // When
    rig.camel
        .createFluentProducerTemplate()
        .to("gws:add")
        .withHeader("CamelHttpUri", "http://127.0.0.1:9/evil")
        .withHeader("CamelHttpMethod", "DELETE")
        .withHeader("Authorization", "Basic evil")
        .withHeader("Cookie", "JSESSIONID=evil")
        .withHeader(GwsConstants.WORKBIN_ID, "evil")
        .withBody(new AddInteraction(WORKBIN, "I1", AddOperation.ADD_CHAT, false))
        .request();
    // Then
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
  }

  @Test
  void notificationsCarryWhatOneRoutesBy() throws Exception {
    // Given
    rig.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gws:notifications?bodyType=json").to("mock:json");
          }
        });
    var json =
        rig.camel.getEndpoint("mock:json", org.apache.camel.component.mock.MockEndpoint.class);
    json.expectedMinimumMessageCount(2);
    // When
    send("gws:add", new AddInteraction(WORKBIN, "I1", AddOperation.ADD_CHAT, false));
    // Then
    json.assertIsSatisfied(10_000);
    var message = json.getExchanges().get(1).getMessage();
    assertThat(message.getBody(String.class)).contains("\"action\":\"ItemAdded\"");
    assertThat(message.getHeaders())
        .containsEntry(GwsConstants.ACTION, "ItemAdded")
        .containsEntry(GwsConstants.MEDIA, "chat")
        .containsEntry(GwsConstants.GROUP_KIND, "placeGroup")
        .containsEntry(GwsConstants.GROUP, GROUP)
        .containsEntry(GwsConstants.WORKBIN_ID, BIN)
        .containsEntry(GwsConstants.INTERACTION_ID, "I1");
  }

  @Test
  void aConsumerIsToldOfItsOwnSubscriptionsThoughTheSessionIsThereAlready() throws Exception {
    // Given
    BinAddress later = BinAddress.agentGroup("later", "Night, shift");
    assertThat(gws.listeners(later)).isZero();
    // When
    rig.camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gws:notifications?subscriptions=later@agentGroup:Night%252C shift")
                .routeId("later")
                .stop();
          }
        });
    // Then
    await().atMost(GwsRig.PATIENCE).until(() -> gws.listeners(later) == 1);
    gws.put(later, "I9");
    rig.awaitItemAdded("I9");
    // Given: GWS has forgotten everything
    gws.faults().expireHttpSessions();
    // Then
    await().atMost(GwsRig.PATIENCE).until(() -> gws.listeners(later) == 1);
  }

  @Test
  void wrongUsesAreRefusedAtTheStart() {
    assertThatThrownBy(() -> rig.camel.getEndpoint("gws:steal"))
        .isInstanceOf(ResolveEndpointFailedException.class)
        .hasRootCauseMessage("No enum constant org.workbinroutes.gws.GwsOperation.steal");
    assertThatThrownBy(
            () ->
                rig.camel.addRoutes(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("gws:add").to("mock:x");
                      }
                    }))
        .isInstanceOf(FailedToStartRouteException.class)
        .hasStackTraceContaining("consume from gws:notifications");
  }

  private LoggedRequest addOf(String interactionId) {
    return requests().stream()
        .filter(r -> interactionId.equals(r.interactionId()))
        .findFirst()
        .orElseThrow();
  }

  private List<LoggedRequest> requests() {
    return gws.requests().stream()
        .filter(r -> r.operation() != null && !r.operation().startsWith("/meta/"))
        .toList();
  }

  private static <T> T lastOf(List<T> list) {
    return list.get(list.size() - 1);
  }

  private GwsAnswer send(String uri, Object body) {
    return request(uri, body).request(GwsAnswer.class);
  }

  private FluentProducerTemplate request(String uri, Object body) {
    return rig.camel.createFluentProducerTemplate().to(uri).withBody(body);
  }
}
