package org.workbinroutes.sink;

import java.util.List;
import java.util.function.Function;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.Notification;

/** The values that every notification has, or could have, by the words of rules and columns. */
@SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
enum NotificationField {
  ID("id", SpooledNotification::id),
  HEARD_AT("heardAt", spooled -> spooled.heardAt() == null ? null : spooled.heardAt().toString()),
  ACTION("action", sent(Notification::action)),
  MESSAGE_TYPE("messageType", sent(Notification::messageType)),
  MEDIA("media", sent(Notification::media)),
  GROUP_KIND("groupKind", sent(Notification::groupKind)),
  GROUP("group", sent(Notification::group)),
  WORKBIN("workbin", sent(Notification::workbinId)),
  INTERACTION_ID("interactionId", sent(Notification::interactionId)),
  REFERENCE_ID("referenceId", sent(Notification::referenceId)),
  STATE_RESOURCE("stateResource", sent(Notification::stateResource)),
  OURS("ours", SpooledNotification::isOurs),
  REQUEST_ID("requestId", placed(ConfirmedPlacement::requestId)),
  SOURCE("source", placed(ConfirmedPlacement::source));

  /** What a condition of a rule can look at. */
  static final List<NotificationField> IN_RULES =
      List.of(ACTION, MESSAGE_TYPE, MEDIA, GROUP_KIND, GROUP, WORKBIN, OURS);

  private final String word;
  private final Function<SpooledNotification, Object> value;

  NotificationField(String word, Function<SpooledNotification, Object> value) {
    this.word = word;
    this.value = value;
  }

  private static Function<SpooledNotification, Object> sent(Function<Notification, Object> value) {
    return spooled -> value.apply(spooled.notification());
  }

  private static Function<SpooledNotification, Object> placed(
      Function<ConfirmedPlacement, Object> value) {
    return spooled -> spooled.placement() == null ? null : value.apply(spooled.placement());
  }

  String word() {
    return word;
  }

  /** Text, number, truth value, or null if the notification has none. */
  Object of(SpooledNotification spooled) {
    return value.apply(spooled);
  }

  /** GWS writes these in one way only; a rule that differs in case would silently never match. */
  boolean ignoresCase() {
    return this != GROUP && this != WORKBIN;
  }

  /** The values there are, or none if any text can be one. */
  List<String> choices() {
    return switch (this) {
      case GROUP_KIND ->
          List.of(GroupKind.AGENT_GROUP.wireName(), GroupKind.PLACE_GROUP.wireName());
      case OURS -> List.of("true", "false");
      default -> List.of();
    };
  }
}
