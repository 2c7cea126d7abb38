package org.workbinroutes.attacks;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A notification with two items where redact=item.participants is set. */
record TwoItems() implements Attack {
  @Override
  public String name() {
    return "redact=item.FIELD: a notification with two items";
  }

  @Override
  public String who() {
    return "who is GWS";
  }

  @Override
  public Map<String, String> settings(Target target) {
    return Map.of("workbin.redact", "item.participants");
  }

  @Override
  public Effect run(Target target) throws Exception {
    Map<String, Object> notification = new LinkedHashMap<>();
    notification.put("action", "ItemAdded");
    notification.put("agentGroup", "Honest");
    notification.put("id", "bin-two");
    notification.put("messageType", "WorkbinStateChangeMessage");
    notification.put(
        "chatStateResourceV2", Map.of("id", "0001two1", "participants", List.of("secret-first")));
    notification.put(
        "emailStateResourceV2", Map.of("id", "0001two2", "participants", List.of("secret-second")));
    Target.Honest before = target.place();
    target.gws().publish(notification);
    boolean hasCome =
        Target.within(
            target.patience(),
            () -> Files.readString(target.product().audit()).contains("0001two1"));
    String audit = Files.readString(target.product().audit());
    boolean isFirstOut = !audit.contains("secret-first");
    boolean isSecondOut = !audit.contains("secret-second");
    return new Effect(
        "one notification with a chat and an e-mail; " + before,
        !hasCome
            ? "the sink did not get it"
            : "the first item's field is %s, the second's %s"
                .formatted(isFirstOut ? "taken out" : "there", isSecondOut ? "taken out" : "there"),
        hasCome && isFirstOut && isSecondOut);
  }
}
