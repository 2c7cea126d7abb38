package org.workbinroutes.placement;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.workbinroutes.gws.Notification;

/** The notification of a placement that was missed, made from what its workbin shows. */
final class SyntheticNotification {
  /** Field of a notification that was made here and not by GWS. */
  static final String MARK = "synthetic";

  private SyntheticNotification() {}

  /** Makes an ItemAdded with what we know. */
  static Notification of(PlacementRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", Notification.ITEM_ADDED);
    body.put(request.workbin().kind().wireName(), request.workbin().group());
    body.put("id", request.workbin().id());
    body.put("messageType", "WorkbinStateChangeMessage");
    body.put(media(request) + "StateResourceV2", Map.of("id", request.interactionId()));
    body.put(MARK, true);
    return Notification.of(body);
  }

  private static String media(PlacementRequest request) {
    String media = request.operation().wireName().substring("Add".length());
    return media.equals("Interaction") ? "openmedia" : media.toLowerCase(Locale.ROOT);
  }
}
