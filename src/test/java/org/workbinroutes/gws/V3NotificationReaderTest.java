package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How events of API v3 become notifications. */
class V3NotificationReaderTest {
  private static final GroupWorkbin SALES = new GroupWorkbin("w", GroupKind.AGENT_GROUP, "Sales");
  private static final GroupWorkbin SALES_PLACES =
      new GroupWorkbin("w", GroupKind.PLACE_GROUP, "Sales");
  private static final GroupWorkbin RETURNS =
      new GroupWorkbin("w", GroupKind.PLACE_GROUP, "Returns");

  private final SubscriptionAcks acks = new SubscriptionAcks();
  private final PendingAnswers answers = new PendingAnswers();

  @Test
  void theOwnerTellsGroupsOfOneWorkbinIdApart() {
    // Given
    V3NotificationReader reader = reader(true, SALES, RETURNS);
    // When / Then
    assertThat(reader.read(added("w", "Sales")).workbin()).isEqualTo(SALES);
    assertThat(reader.read(added("w", "Returns")).workbin()).isEqualTo(RETURNS);
  }

  @Test
  void somebodyElsesPartOfTheWorkbinConfirmsNothingOfOurs() {
    // When
    Notification other = reader(true, SALES).read(added("w", "JohnSmith"));
    // Then
    assertThat(other.workbin()).isNull();
    assertThat(other.isItemAdded()).isFalse();
    assertThat(other.body()).containsEntry("id", "w").containsEntry("owner", "JohnSmith");
    assertThat(other.interactionId()).isEqualTo("I1");
  }

  @Test
  void whatCouldBeTwoWorkbinsIsNone() {
    assertThat(reader(true, SALES, SALES_PLACES).read(added("w", "Sales")).workbin()).isNull();
    assertThat(reader(true, SALES, RETURNS).read(added("w", null)).workbin()).isNull();
    assertThat(reader(false, SALES, RETURNS).read(added("w", "Sales")).workbin()).isNull();
  }

  @Test
  void withoutAnOwnerInTheRequestTheWorkbinIdDecides() {
    assertThat(reader(false, SALES).read(added("w", "JohnSmith")).workbin()).isEqualTo(SALES);
    assertThat(reader(false, SALES).read(added("v", "JohnSmith")).workbin()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"Add, ItemAdded", "Remove, ItemRemoved", "Shuffle, Shuffle", ", "})
  void theActionIsThatOfV2OrPassedOn(String change, String action) {
    // Given
    Map<String, Object> event = added("w", "Sales");
    event.put("workbinContentOperation", change);
    // When / Then
    assertThat(reader(true, SALES).read(event).action()).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource({"email, email", "work_item, work_item", "a b, openmedia", "7, 7", ", openmedia"})
  void theMediaIsThatOfTheInteraction(String mediaType, String media) {
    // Given
    Map<String, Object> interaction = new HashMap<>();
    interaction.put("id", "I1");
    interaction.put("mediaType", mediaType);
    Map<String, Object> event = added("w", "Sales");
    event.put("interaction", interaction);
    // When
    Notification read = reader(true, SALES).read(event);
    // Then
    assertThat(read.media()).isEqualTo(media);
    assertThat(read.isItemAdded()).isTrue();
  }

  @Test
  void fieldsThatWouldMeanSomethingElseInV2AreNotTakenOver() {
    // Given
    Map<String, Object> event = added("w", "JohnSmith");
    event.put("agentGroup", "Sales");
    event.put("action", "ItemRemoved");
    event.put("referenceId", 7);
    event.put("emailStateResourceV2", Map.of("id", "other"));
    event.put("new", "field");
    // When
    Notification read = reader(true, SALES).read(event);
    // Then
    assertThat(read.workbin()).isNull();
    assertThat(read.action()).isEqualTo("ItemAdded");
    assertThat(read.referenceId()).isNull();
    assertThat(read.interactionId()).isEqualTo("I1");
    assertThat(read.body()).containsEntry("new", "field").doesNotContainKey("emailStateResourceV2");
  }

  @Test
  void anAcknowledgementTellsOfTheOperationItNames() {
    // Given
    V3NotificationReader reader = reader(true, SALES);
    acks.expect("old", SALES, "Subscribed");
    acks.expect("new", SALES, "Subscribed");
    // When
    Notification late = reader.read(acknowledgement("old", "EventAck"));
    Notification read = reader.read(acknowledgement("new", "EventAck"));
    Notification again = reader.read(acknowledgement("new", "EventAck"));
    // Then
    assertThat(late).isNull();
    assertThat(read.messageType()).isEqualTo(Notification.SUBSCRIPTION_MESSAGE);
    assertThat(read.stateResource()).isEqualTo("Subscribed");
    assertThat(read.workbin()).isEqualTo(SALES);
    assertThat(again).isNull();
  }

  @Test
  void anotherEventInPlaceOfAnAcknowledgementIsARefusal() {
    // Given
    acks.expect("op", SALES, "Subscribed");
    // When
    Notification read = reader(true, SALES).read(acknowledgement("op", "EventError"));
    // Then
    assertThat(read.stateResource()).isEqualTo("RequestFailed");
  }

  @Test
  void answersGoToWhoWaitsForThemAndToNobodyElse() {
    // Given
    V3NotificationReader reader = reader(true, SALES);
    CompletableFuture<Map<String, Object>> content = answers.expect("c");
    CompletableFuture<Map<String, Object>> failed = answers.expect("f");
    CompletableFuture<Map<String, Object>> lost = answers.expect("l");
    Map<String, Object> answer =
        Map.of(
            "name",
            "EventWorkbinContent",
            "operationId",
            "c",
            "workbin",
            Map.of("interactions", List.of()));
    // When / Then
    assertThat(reader.read(answer)).isNull();
    assertThat(content).isCompletedWithValue(answer);
    assertThat(reader.read(answer)).isNull();
    assertThat(reader.read(Map.of("name", "EventError", "operationId", "f"))).isNull();
    assertThat(failed).isCompletedExceptionally();
    reader.disconnected();
    assertThat(lost).isCompletedExceptionally();
  }

  private V3NotificationReader reader(boolean ownerIsGroup, GroupWorkbin... named) {
    KnownWorkbins workbins = new KnownWorkbins(ownerIsGroup);
    for (GroupWorkbin workbin : named) {
      workbins.add(workbin);
    }
    return new V3NotificationReader(workbins, acks, answers, Clock.systemUTC());
  }

  private static Map<String, Object> added(String workbinId, String owner) {
    Map<String, Object> workbin = new HashMap<>();
    workbin.put("id", workbinId);
    workbin.put("owner", owner);
    Map<String, Object> event = new HashMap<>();
    event.put("name", "EventWorkbinContentChanged");
    event.put("messageType", "WorkbinsMessage");
    event.put("workbinContentOperation", "Add");
    event.put("workbin", workbin);
    event.put("interaction", Map.of("id", "I1", "mediaType", "chat"));
    return event;
  }

  private static Map<String, Object> acknowledgement(String operationId, String name) {
    return Map.of("name", name, "operationId", operationId, "operation", "SubscribeWorkbinEvents");
  }
}
