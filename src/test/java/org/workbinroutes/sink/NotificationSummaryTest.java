package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.Notification;

class NotificationSummaryTest {
  private final NotificationCodec codec = new NotificationCodec();

  @Test
  void tells_what_came_where_and_nothing_a_customer_wrote() {
    assertThat(NotificationSummary.of(codec.read(Samples.AGENT_GROUP)))
        .hasToString(
            "ItemAdded chat 0001BaBFVPR20035 in"
                + " 6c715fa9-de16-4d23-b07c-cbcb1caf3e07@agentGroup:MyAgentGroup");
  }

  @Test
  void says_a_subscription_by_its_message_type() {
    Notification told = Notification.of(Map.of("messageType", Notification.SUBSCRIPTION_MESSAGE));
    assertThat(NotificationSummary.of(told))
        .hasToString("WorkbinSubscriptionStateChangeMessage - - in -");
  }

  @Test
  void stays_on_one_line_whatever_the_notification_holds() {
    Notification forged =
        Notification.of(
            Map.of(
                "action",
                "ItemAdded\r\n2026-11-24 ERROR forged \u001b[31m \u2028 \u202e",
                "chatStateResourceV2",
                Map.of("id", "x".repeat(100_000))));
    assertThat(NotificationSummary.of(forged).toString())
        .hasSizeLessThan(500)
        .doesNotContainPattern("[\\p{Cntrl}\u2028\u202e]");
  }
}
