package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {
  @Test
  void findsTheItemUnderWhateverMediaItStands() {
    // Given
    Map<String, Object> body =
        Map.of(
            "action", "ItemAdded",
            "agentGroup", "MyAgentGroup",
            "holoStateResourceV2", Map.of("id", "I1"),
            "id", "b1",
            "messageType", "WorkbinStateChangeMessage");
    // When
    Notification notification = Notification.of(body);
    // Then
    assertThat(notification.media()).isEqualTo("holo");
    assertThat(notification.interactionId()).isEqualTo("I1");
    assertThat(notification.workbin())
        .isEqualTo(new GroupWorkbin("b1", GroupKind.AGENT_GROUP, "MyAgentGroup"));
    assertThat(notification.isItemAdded()).isTrue();
    assertThat(notification.referenceId()).isNull();
  }

  @Test
  void unknownActionsAreNotificationsToo() {
    // When
    Notification notification =
        Notification.of(Map.of("action", "ItemPolished", "id", "b1", "placeGroup", "P"));
    // Then
    assertThat(notification.action()).isEqualTo("ItemPolished");
    assertThat(notification.isItemAdded()).isFalse();
  }

  @ParameterizedTest(name = "{0} is no number of a request")
  @ValueSource(
      strings = {
        "1e999999999",
        "1e-999999999",
        "1e2147483647",
        "0.4",
        "18446744073709551616",
        "-1e400"
      })
  void numbersThatAreNoWholeOnesAreNoReference(String number) {
    // Given
    BigDecimal sent = new BigDecimal(number);
    // When
    Notification notification = Notification.of(Map.of("referenceId", sent));
    // Then
    assertThat(notification.referenceId()).isNull();
    assertThat(Notification.of(Map.of("referenceId", number)).referenceId()).isNull();
    assertThat(notification.body()).containsEntry("referenceId", sent);
  }

  @Test
  void garbageHasNoPartsButStaysWhole() {
    // Given
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", List.of("ItemAdded"));
    body.put("agentGroup", Map.of());
    body.put("chatStateResourceV2", Arrays.asList(1, null));
    body.put("id", null);
    body.put("referenceId", "x");
    body.put("StateResourceV2", "y");
    // When
    Notification notification = Notification.of(body);
    // Then
    assertThat(notification.action()).isNull();
    assertThat(notification.workbin()).isNull();
    assertThat(notification.interactionId()).isNull();
    assertThat(notification.referenceId()).isNull();
    assertThat(notification.body()).isSameAs(body);
  }

  @Test
  void aGroupThatCannotBeOneLeavesTheWorkbinOut() {
    assertThat(Notification.of(Map.of("id", "b1", "agentGroup", "x".repeat(300))).workbin())
        .isNull();
  }
}
