package org.workbinroutes.sink;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.sink.spool.SpoolEntry;
import org.workbinroutes.sink.spool.WorkbinLane;

/**
 * The text of the spool: the notification's own JSON object with one field more, {@value #FIELD},
 * which holds what {@link SpooledNotification} adds. Who reads the spool directly sees a
 * notification as GWS sent it, and a notification without the field is one as well.
 *
 * <p>Safe for use by many threads.
 */
public final class SpoolCodec {
  /** The field that is not GWS's. */
  public static final String FIELD = "workbinSpool";

  private static final String ID = "id";
  private static final String HEARD_AT = "heardAt";
  private static final String ADDRESSEE = "addressee";
  private static final String PLACEMENT = "placement";
  private static final String REQUEST_ID = "requestId";
  private static final String SOURCE = "source";
  private static final String ATTRIBUTES = "attributes";

  /** A field of GWS's that has our field's name waits in it under this one. */
  private static final String ORIGINAL = "original";

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final NotificationCodec json;

  public SpoolCodec(NotificationCodec json) {
    this.json = json;
  }

  /**
   * Writes a notification for the spool.
   *
   * @throws IllegalArgumentException if it holds what JSON cannot say
   */
  public String write(SpooledNotification spooled) {
    Map<String, Object> added = new LinkedHashMap<>();
    added.put(ID, spooled.id());
    put(added, HEARD_AT, spooled.heardAt() == null ? null : nanos(spooled.heardAt()));
    put(added, ADDRESSEE, spooled.addressee());
    ConfirmedPlacement placement = spooled.placement();
    if (placement != null) {
      Map<String, Object> ours = new LinkedHashMap<>();
      ours.put(REQUEST_ID, placement.requestId());
      put(ours, SOURCE, placement.source());
      if (!placement.attributes().isEmpty()) {
        ours.put(ATTRIBUTES, placement.attributes());
      }
      added.put(PLACEMENT, ours);
    }
    Map<String, Object> body = new LinkedHashMap<>(spooled.notification().body());
    if (body.containsKey(FIELD)) {
      added.put(ORIGINAL, body.remove(FIELD));
    }
    body.put(FIELD, added);
    return json.writeMap(body);
  }

  /**
   * Writes a group of notifications for the spool.
   *
   * @return what is to be put into the spool, in the same order
   * @throws IllegalArgumentException if one of them holds what JSON cannot say
   */
  public List<SpoolEntry> writeAll(List<SpooledNotification> group) {
    return group.stream()
        .map(spooled -> new SpoolEntry(write(spooled), WorkbinLane.of(spooled.notification())))
        .toList();
  }

  /**
   * Reads a text of the spool.
   *
   * @return the notification; one that was spooled without our field has an id made from the text
   * @throws UnreadableNotificationException as {@link NotificationCodec#read(String)}
   */
  public SpooledNotification read(String text) {
    Map<String, Object> body = json.readMap(text);
    if (!(body.get(FIELD) instanceof Map<?, ?> added) || !(added.get(ID) instanceof String id)) {
      return new SpooledNotification(idOf(text), null, Notification.of(body), null, null);
    }
    body.remove(FIELD);
    if (added.containsKey(ORIGINAL)) {
      body.put(FIELD, added.get(ORIGINAL));
    }
    return new SpooledNotification(
        id,
        instant(added.get(HEARD_AT)),
        Notification.of(body),
        added.get(PLACEMENT) instanceof Map<?, ?> ours ? placement(ours) : null,
        text(added.get(ADDRESSEE)));
  }

  private static ConfirmedPlacement placement(Map<?, ?> ours) {
    String requestId = text(ours.get(REQUEST_ID));
    // no intake accepts such an id, and as a header of a mail it would add others
    if (requestId == null || requestId.chars().anyMatch(Character::isISOControl)) {
      return null;
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    if (ours.get(ATTRIBUTES) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> attributes.put(String.valueOf(key), value));
    }
    return new ConfirmedPlacement(requestId, text(ours.get(SOURCE)), attributes);
  }

  private static String idOf(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  private static String text(Object value) {
    return value instanceof String text ? text : null;
  }

  /** As a number: every sink reads it again, and the text of a time is slow to read. */
  private static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS_PER_SECOND + at.getNano();
  }

  /** Earlier versions have written the text of the time. */
  private static Instant instant(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return Instant.ofEpochSecond(0, ((Number) value).longValue());
    }
    try {
      return value instanceof String text ? Instant.parse(text) : null;
    } catch (DateTimeParseException otherText) {
      return null;
    }
  }
}
