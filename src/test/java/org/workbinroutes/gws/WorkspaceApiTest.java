package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.WorkspaceSimulator;

/** The gws component with api=v3 against a server that accepts everything and tells by events. */
@Execution(ExecutionMode.CONCURRENT)
class WorkspaceApiTest {
  private static final GroupWorkbin SALES =
      new GroupWorkbin("bin-1", GroupKind.AGENT_GROUP, "Sales");
  private static final GroupWorkbin UNKNOWN =
      new GroupWorkbin("no-such-bin", GroupKind.AGENT_GROUP, "Sales");

  private WorkspaceSimulator gws;

  @BeforeEach
  void start() {
    gws = WorkspaceSimulator.builder().acceptUnknownInteractions(true).start();
    gws.addWorkbin(SALES.id(), "Sales", "AgentGroup");
  }

  @AfterEach
  void stop() {
    gws.close();
  }

  @Test
  void anAddIsConfirmedByItsEventWhichHasTheFormOfV2() throws Exception {
    // Given
    gws.interaction(
        "I1",
        Map.of(
            "id",
            "I1",
            "mediaType",
            "email",
            "userData",
            List.of(
                Map.of("key", "case", "type", "str", "value", "C7"),
                Map.of(
                    "key",
                    "customer",
                    "type",
                    "kvlist",
                    "value",
                    List.of(Map.of("key", "phone", "type", "str", "value", "+1 555"))))));
    try (GwsRig rig = rig().awaitLive()) {
      // When
      GwsAnswer answer = rig.client().add(add(SALES, "I1"));
      // Then
      assertThat(answer.meaning()).isEqualTo(AnswerClass.ACCEPTED);
      Notification added = awaitAdded(rig, "I1");
      assertThat(added.workbin()).isEqualTo(SALES);
      assertThat(added.media()).isEqualTo("email");
      assertThat(added.messageType()).isEqualTo("WorkbinStateChangeMessage");
      assertThat(added.item().get("userData"))
          .isEqualTo(Map.of("case", "C7", "customer", Map.of("phone", "+1 555")));
      assertThat(added.body()).containsEntry("owner", "Sales");
      assertThat(gws.effects("I1")).isEqualTo(1);
      assertThat(gws.contents(SALES.id(), "Sales")).containsExactly("I1");
    }
  }

  @Test
  void anEventThatComesBeforeItsAnswerIsHeardToo() throws Exception {
    // Given
    try (WorkspaceSimulator hasty =
        WorkspaceSimulator.builder()
            .acceptUnknownInteractions(true)
            .eventsBeforeAnswers(true)
            .start()) {
      hasty.addWorkbin(SALES.id(), "Sales", "AgentGroup");
      try (GwsRig rig = rig(hasty, c -> {}).awaitLive()) {
        // When
        rig.client().add(add(SALES, "I1"));
        // Then
        awaitAdded(rig, "I1");
        assertThat(rig.client().content(SALES).contains("I1")).isTrue();
      }
    }
  }

  @Test
  void anInteractionThatIsTakenOutIsTold() throws Exception {
    // Given
    try (GwsRig rig = rig().awaitLive()) {
      rig.client().add(add(SALES, "I1"));
      // When
      gws.pull(SALES.id(), "Sales", "I1");
      // Then
      await()
          .atMost(GwsRig.PATIENCE)
          .until(
              () ->
                  rig.heard.stream()
                      .anyMatch(
                          n -> "ItemRemoved".equals(n.action()) && "I1".equals(n.interactionId())));
      assertThat(rig.client().content(SALES).interactionIds()).isEmpty();
    }
  }

  @Test
  void groupsWithOneWorkbinIdAreToldApartByTheOwner() throws Exception {
    // Given
    GroupWorkbin returns = new GroupWorkbin(SALES.id(), GroupKind.AGENT_GROUP, "Returns");
    try (GwsRig rig = rig().awaitLive()) {
      // When
      rig.client().add(add(SALES, "I1"));
      rig.client().add(add(returns, "I2"));
      // Then
      assertThat(awaitAdded(rig, "I1").workbin()).isEqualTo(SALES);
      assertThat(awaitAdded(rig, "I2").workbin()).isEqualTo(returns);
      assertThat(rig.client().content(SALES).interactionIds()).containsExactly("I1");
      assertThat(rig.client().content(returns).interactionIds()).containsExactly("I2");
    }
  }

  @Test
  void withoutOwnerIdTheWorkbinIdAloneNamesTheBin() throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setOwnerId(false)).awaitLive()) {
      // When
      rig.client().add(add(SALES, "I1"));
      // Then
      assertThat(awaitAdded(rig, "I1").workbin()).isEqualTo(SALES);
      assertThat(gws.contents(SALES.id(), "agent")).containsExactly("I1");
      assertThat(rig.client().content(SALES).contains("I1")).isTrue();
    }
  }

  @Test
  void anAcceptedAddToAWorkbinThatDoesNotExistIsNotConfirmedAndItsContentIsNotTold()
      throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setSubscriptionTimeout(300)).awaitLive()) {
      // When
      GwsAnswer answer = rig.client().add(add(UNKNOWN, "I1"));
      // Then
      assertThat(answer.meaning()).isEqualTo(AnswerClass.ACCEPTED);
      assertThatThrownBy(() -> rig.client().content(UNKNOWN))
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining("HTTP 500");
      assertThat(gws.effects("I1")).isZero();
      assertThat(rig.heard).noneMatch(Notification::isItemAdded);
    }
  }

  @Test
  void anAddInASessionThatWasLostIsUnclearAndDoneOnceInTheNext() throws Exception {
    // Given
    try (GwsRig rig = rig().awaitLive()) {
      rig.client().add(add(SALES, "before"));
      gws.faults().expireSessions();
      // When
      Throwable unclear = catchThrowable(() -> rig.client().add(add(SALES, "I1")));
      // Then
      assertThat(unclear).isInstanceOf(GwsUnknownOutcomeException.class);
      await()
          .atMost(GwsRig.PATIENCE)
          .ignoreExceptionsInstanceOf(GwsUnavailableException.class)
          .until(() -> !rig.client().content(SALES).contains("I1"));
      rig.client().add(add(SALES, "I1"));
      awaitAdded(rig, "I1");
      assertThat(gws.effects("I1")).isEqualTo(1);
      assertThat(gws.calls("sign-in")).isEqualTo(2);
    }
  }

  @Test
  void aLostSessionIsRenewedByOneThreadWhileTheOthersWait() throws Exception {
    // Given
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (GwsRig rig = rig().awaitLive()) {
      gws.faults().expireSessions();
      // When
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(
            CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> rig.client().content(SALES)), threads));
      }
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get();
      // Then
      assertThat(gws.calls("sign-in")).isEqualTo(2);
      assertThat(gws.sessions()).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The ways in which a connection whose polls are answered hears nothing any more. */
  enum Deafness {
    SESSION_LOST,
    EVENTS_GO_TO_ANOTHER_SESSION,
    BAYEUX_SESSION_LOST,
    SERVER_RESTART;

    void cause(WorkspaceSimulator gws) {
      switch (this) {
        case SESSION_LOST -> gws.faults().expireSessions();
        case EVENTS_GO_TO_ANOTHER_SESSION -> gws.faults().deafen();
        case BAYEUX_SESSION_LOST -> gws.faults().expireBayeuxSessions();
        case SERVER_RESTART -> gws.restart();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Deafness.class)
  void aDeafConnectionIsFoundOutAndEachChangeIsToldOnceAfterwards(Deafness way) throws Exception {
    // Given
    try (GwsRig rig =
        rig(c -> {
              c.setHeartbeatInterval(200);
              c.setNetworkDelay(1_000);
            })
            .awaitLive()) {
      rig.client().add(add(SALES, "before"));
      awaitAdded(rig, "before");
      long connections = rig.status().connections();
      // When
      way.cause(gws);
      rig.awaitConnectionAfter(connections);
      rig.client().add(add(SALES, "I1"));
      rig.client().add(add(SALES, "last"));
      // Then
      awaitAdded(rig, "last");
      assertThat(rig.heard.stream().filter(n -> n.isItemAdded() && "I1".equals(n.interactionId())))
          .hasSize(1);
      assertThat(gws.subscriptions()).isEqualTo(1);
      assertThat(rig.status().subscribed()).isEqualTo(1);
    }
  }

  @Test
  void aQuietConnectionThatHearsIsLeftAlone() throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setHeartbeatInterval(50)).awaitLive()) {
      // When
      await().atMost(GwsRig.PATIENCE).until(() -> gws.calls("get-workbins") >= 5);
      // Then
      assertThat(rig.status().connections()).isEqualTo(1);
      assertThat(rig.heard).isEmpty();
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForForEver() throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setResponseTimeout(700)).awaitLive()) {
      rig.client().add(add(SALES, "I1"));
      gws.faults().loseAnswers("EventWorkbinContent", 1);
      // When
      Throwable late = catchThrowable(() -> rig.client().content(SALES));
      // Then
      assertThat(late)
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining("did not send its answer");
      assertThat(rig.client().content(SALES).contains("I1")).isTrue();
    }
  }

  @Test
  void aContentThatIsNoneIsNotTakenForAnEmptyWorkbin() throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setResponseTimeout(20_000)).awaitLive()) {
      gws.faults().loseAnswers("EventWorkbinContent", 1);
      CompletableFuture<Throwable> outcome =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> rig.client().content(SALES)));
      await().atMost(GwsRig.PATIENCE).until(() -> gws.lastOperationId("get-content") != null);
      // When
      gws.publish(
          "agent",
          Map.of(
              "name",
              "EventWorkbinContent",
              "operationId",
              gws.lastOperationId("get-content"),
              "workbin",
              Map.of("id", SALES.id())));
      // Then
      assertThat(outcome.get())
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining("without the content");
    }
  }

  @Test
  void contentAndListNeedNobodyWhoListens() throws Exception {
    // Given
    GwsComponent component = new GwsComponent();
    settings().accept(component.getConfiguration());
    component.getConfiguration().setUrl(gws.url());
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.addComponent("gws", component);
      camel.start();
      // When
      List<Map<String, Object>> workbins = component.client().workbins();
      WorkbinContent content = component.client().content(SALES);
      // Then
      assertThat(workbins).anyMatch(one -> SALES.id().equals(one.get("id")));
      assertThat(content.interactionIds()).isEmpty();
    }
    assertThat(gws.calls("logout")).isEqualTo(1);
  }

  @Test
  void anAddWithoutAnAnswerIsUnclear() throws Exception {
    // Given
    try (GwsRig rig = rig().awaitLive()) {
      gws.faults().onCall(Fault.reset().withEffect().forOperation("add-interaction"), 1);
      // When
      Throwable unclear = catchThrowable(() -> rig.client().add(add(SALES, "I1")));
      // Then
      assertThat(unclear).isInstanceOf(GwsUnknownOutcomeException.class);
      assertThat(rig.client().content(SALES).contains("I1")).isTrue();
      assertThat(gws.effects("I1")).isEqualTo(1);
    }
  }

  @Test
  void whatV3CannotDoIsRefusedBeforeAnythingIsSent() throws Exception {
    // Given
    try (GwsRig rig = rig().awaitLive()) {
      for (AddOperation operation : AddOperation.values()) {
        if (operation != AddOperation.ADD_INTERACTION) {
          // When
          GwsRejectedException refused =
              catchThrowableOfType(
                  GwsRejectedException.class,
                  () -> rig.client().add(new AddInteraction(SALES, "I1", operation, false)));
          // Then
          assertThat(refused)
              .hasMessageContaining("operation is " + operation.wireName())
              .hasMessageContaining("AddInteraction")
              .hasMessageContaining("gws.api=v2");
        }
      }
      assertThatThrownBy(
              () ->
                  rig.client()
                      .add(new AddInteraction(SALES, "I1", AddOperation.ADD_INTERACTION, true)))
          .isInstanceOf(GwsRejectedException.class)
          .hasMessageContaining("saveLAR")
          .hasMessageContaining("leave it out");
      assertThatThrownBy(() -> rig.client().pull(add(SALES, "I1")))
          .isInstanceOf(GwsRejectedException.class)
          .hasMessageContaining("no known function");
      assertThat(gws.calls("add-interaction")).isZero();
    }
  }

  @Test
  void aFunctionThatTheServerDoesNotHaveIsARefusal() throws Exception {
    // Given
    try (GwsRig rig = rig().awaitLive()) {
      gws.faults()
          .onCall(
              Fault.httpStatus(501)
                  .body("text/plain", "Not Implemented")
                  .forOperation("add-interaction"),
              1);
      // When
      Throwable refused = catchThrowable(() -> rig.client().add(add(SALES, "I1")));
      // Then
      assertThat(refused).isInstanceOf(GwsRejectedException.class).hasMessageContaining("HTTP 501");
    }
  }

  @Test
  void garbageIsPassedOnAndStopsNothing() throws Exception {
    // Given
    try (GwsRig rig = rig().awaitLive()) {
      rig.client().add(add(SALES, "before"));
      // When
      gws.publish("agent", "a text");
      gws.publish("agent", null);
      gws.publish("agent", List.of(1, 2));
      gws.publish("agent", Map.of());
      gws.publish("agent", Map.of("name", 7, "operationId", List.of()));
      gws.publish("agent", Map.of("name", "EventWorkbinContentChanged"));
      gws.publish(
          "agent",
          Map.of(
              "name",
              "EventWorkbinContentChanged",
              "workbinContentOperation",
              "Add",
              "workbin",
              "bin-1",
              "interaction",
              List.of("I1")));
      gws.publish(
          "agent",
          Map.of(
              "name",
              "EventAck",
              "operationId",
              "nobody's",
              "operation",
              "SubscribeWorkbinEvents"));
      gws.publish("agent", Map.of("name", "EventSomethingNew", "messageType", "WorkbinsMessage"));
      rig.client().add(add(SALES, "after"));
      // Then
      awaitAdded(rig, "after");
      assertThat(rig.heard).anyMatch(n -> "EventSomethingNew".equals(n.body().get("name")));
      assertThat(rig.heard).noneMatch(n -> n.isItemAdded() && "I1".equals(n.interactionId()));
      assertThat(rig.status().connections()).isEqualTo(1);
    }
  }

  @Test
  void aBurstThatIsTooLargeEndsTheConnectionAndTheNextOneHears() throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setMaxBurstSize(200_000)).awaitLive()) {
      rig.client().add(add(SALES, "before"));
      long connections = rig.status().connections();
      // When
      gws.publishTogether(
          Collections.nCopies(300, Map.of("name", "Noise", "text", "x".repeat(1_000))));
      rig.awaitConnectionAfter(connections);
      rig.client().add(add(SALES, "after"));
      // Then
      awaitAdded(rig, "after");
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsNoAnswer() throws Exception {
    // Given
    try (GwsRig rig = rig(c -> c.setMaxMessageSize(10_000)).awaitLive()) {
      gws.faults()
          .onCall(
              Fault.httpStatus(200)
                  .body("application/json", " ".repeat(20_000) + "{}")
                  .withEffect()
                  .forOperation("add-interaction"),
              1);
      // When
      Throwable unclear = catchThrowable(() -> rig.client().add(add(SALES, "I1")));
      // Then
      assertThat(unclear).isInstanceOf(GwsUnknownOutcomeException.class);
    }
  }

  private GwsRig rig() throws Exception {
    return rig(configuration -> {});
  }

  private GwsRig rig(Consumer<GwsConfiguration> more) throws Exception {
    return rig(gws, more);
  }

  private static GwsRig rig(WorkspaceSimulator gws, Consumer<GwsConfiguration> more)
      throws Exception {
    return new GwsRig(gws.url(), settings().andThen(more));
  }

  private static Consumer<GwsConfiguration> settings() {
    return configuration -> {
      configuration.setApi(GwsConfiguration.Api.v3);
      configuration.setUsername("agent");
      configuration.setPassword("secret");
    };
  }

  private static AddInteraction add(GroupWorkbin workbin, String interactionId) {
    return new AddInteraction(workbin, interactionId, AddOperation.ADD_INTERACTION, false);
  }

  private static Notification awaitAdded(GwsRig rig, String interactionId) {
    rig.awaitItemAdded(interactionId);
    return rig.heard.stream()
        .filter(n -> n.isItemAdded() && interactionId.equals(n.interactionId()))
        .findFirst()
        .orElseThrow();
  }
}
