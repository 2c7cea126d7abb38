package org.workbinroutes.sink;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.workbinroutes.gws.Notification;

/**
 * CloudEvents 1.0, structured JSON. The data is an object with {@code notification}, as GWS sent
 * it, and {@code placement}, if it confirms one of ours.
 */
final class CloudEvents {
  private static final String TYPE = "org.workbinroutes.notification";
  private static final int MAX_TEXT = 300;

  private final NotificationCodec json;
  private final String source;

  private CloudEvents(NotificationCodec json, String source) {
    this.json = json;
    this.source = source;
  }

  /**
   * Checks the source.
   *
   * @throws IllegalArgumentException if the source is no URI reference; the message says so
   */
  static CloudEvents of(NotificationCodec json, String source) {
    String stripped = source == null ? "" : source.strip();
    try {
      if (!stripped.isEmpty() && !new URI(stripped).toString().isEmpty()) {
        return new CloudEvents(json, stripped);
      }
    } catch (URISyntaxException noUri) {
      // said below
    }
    throw new IllegalArgumentException(
        "is no URI: write for example urn:example:gws or https://gws.example.com");
  }

  String write(SpooledNotification spooled) {
    Notification notification = spooled.notification();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", spooled.id());
    event.put("source", source);
    event.put("type", type(notification));
    String subject = subject(notification);
    if (subject != null) {
      event.put("subject", subject);
    }
    if (spooled.heardAt() != null) {
      event.put("time", spooled.heardAt().toString());
    }
    event.put("datacontenttype", "application/json");
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("notification", notification.body());
    ConfirmedPlacement placement = spooled.placement();
    if (placement != null) {
      Map<String, Object> ours = new LinkedHashMap<>();
      ours.put("requestId", placement.requestId());
      ours.put("source", placement.source());
      ours.put("attributes", placement.attributes());
      data.put("placement", ours);
    }
    event.put("data", data);
    return json.writeMap(event);
  }

  private static String type(Notification notification) {
    String what =
        notification.action() != null ? notification.action() : notification.messageType();
    return what == null || what.isEmpty() ? TYPE : TYPE + "." + attribute(what);
  }

  private static String subject(Notification notification) {
    String subject = notification.interactionId();
    if ((subject == null || subject.isEmpty()) && notification.workbin() != null) {
      subject = notification.workbin().id();
    }
    return subject == null || subject.isEmpty() ? null : attribute(subject);
  }

  /** An attribute holds neither control characters nor halves of surrogate pairs. */
  private static String attribute(String text) {
    StringBuilder clean = new StringBuilder();
    OneLine.of(text, MAX_TEXT)
        .codePoints()
        .forEach(c -> clean.appendCodePoint(isCharacter(c) ? c : '_'));
    return clean.toString();
  }

  private static boolean isCharacter(int c) {
    return Character.getType(c) != Character.SURROGATE
        && (c & 0xFFFE) != 0xFFFE
        && (c < 0xFDD0 || c > 0xFDEF);
  }
}
