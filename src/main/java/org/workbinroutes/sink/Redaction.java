package org.workbinroutes.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.workbinroutes.gws.Notification;

/**
 * What must not leave: takes the named values out of a notification, key and value, wherever they
 * stand.
 *
 * <pre>
 * customerName, *phone*, item.participants, attributes.iban
 * </pre>
 *
 * A plain entry is a key of {@code userData}, at every depth of it; {@code userData} is all of it.
 * {@code item.} names a field of every item (all but its id, by which the notification is known),
 * {@code attributes.} one of the placement's attributes, {@code attributes} all of them. Upper and
 * lower case are the same; {@code *} and {@code ?} are wild. Immutable.
 *
 * <p>An item is an object in a field that is called as GWS calls one, wherever it stands, also in
 * an array: a hostile or newer server may send several.
 */
public final class Redaction {
  /** Takes nothing out. */
  public static final Redaction NONE = new Redaction(false, List.of(), List.of(), false, List.of());

  private static final String USER_DATA = "userData";
  private static final String ATTRIBUTES = "attributes";
  private static final String ITEM = "item.";
  private static final String ITEM_ID = "id";

  /**
   * What holds an item: {@code chatStateResourceV2} for one; other servers may shorten the name.
   */
  private static final Pattern ITEM_FIELD =
      Pattern.compile(".*StateResource.*|interactions?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final boolean wholeUserData;
  private final List<Glob> keys;
  private final List<Glob> itemFields;
  private final boolean allAttributes;
  private final List<Glob> attributes;

  private Redaction(
      boolean wholeUserData,
      List<Glob> keys,
      List<Glob> itemFields,
      boolean allAttributes,
      List<Glob> attributes) {
    this.wholeUserData = wholeUserData;
    this.keys = List.copyOf(keys);
    this.itemFields = List.copyOf(itemFields);
    this.allAttributes = allAttributes;
    this.attributes = List.copyOf(attributes);
  }

  /**
   * Reads a list.
   *
   * @param list the text; null or blank takes nothing out
   * @throws IllegalArgumentException if it cannot be read; the message says what to write
   */
  public static Redaction parse(String list) {
    boolean wholeUserData = false;
    boolean allAttributes = false;
    List<Glob> keys = new ArrayList<>();
    List<Glob> itemFields = new ArrayList<>();
    List<Glob> attributes = new ArrayList<>();
    for (QuotedList.Entry entry : QuotedList.read(list)) {
      boolean isWord = !entry.hadQuotes();
      if (isWord && entry.text().equalsIgnoreCase(USER_DATA)) {
        wholeUserData = true;
      } else if (isWord && entry.text().equalsIgnoreCase(ATTRIBUTES)) {
        allAttributes = true;
      } else if (entry.startsWith(USER_DATA + ".")) {
        keys.add(rest(entry, USER_DATA + ".").glob(true));
      } else if (entry.startsWith(ATTRIBUTES + ".")) {
        attributes.add(rest(entry, ATTRIBUTES + ".").glob(true));
      } else if (entry.startsWith(ITEM)) {
        QuotedList.Entry field = rest(entry, ITEM);
        if (field.text().equalsIgnoreCase(ITEM_ID)) {
          throw new IllegalArgumentException(
              "item.id cannot be taken out, a notification is known by it: remove it");
        }
        itemFields.add(field.glob(true));
      } else {
        keys.add(entry.glob(true));
      }
    }
    return new Redaction(wholeUserData, keys, itemFields, allAttributes, attributes);
  }

  private static QuotedList.Entry rest(QuotedList.Entry entry, String prefix) {
    QuotedList.Entry rest = entry.from(prefix.length());
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + prefix + "' names nothing: write a key after it, or * for all");
    }
    return rest;
  }

  /**
   * Whether there is nothing to take out.
   *
   * @return true if {@link #of} gives back what it gets
   */
  public boolean isEmpty() {
    return !wholeUserData
        && !allAttributes
        && keys.isEmpty()
        && itemFields.isEmpty()
        && attributes.isEmpty();
  }

  /**
   * The notification without what must not leave.
   *
   * @param spooled a notification; it is not changed
   * @return the same one if nothing is to be taken out, else a copy
   */
  public SpooledNotification of(SpooledNotification spooled) {
    if (isEmpty()) {
      return spooled;
    }
    return new SpooledNotification(
        spooled.id(),
        spooled.heardAt(),
        of(spooled.notification()),
        placement(spooled.placement()),
        spooled.addressee());
  }

  /**
   * The same for a notification by itself.
   *
   * @param notification a notification; it is not changed
   * @return the same one if there was nothing to take out, else a copy
   */
  public Notification of(Notification notification) {
    Map<String, Object> before = notification.body();
    Map<String, Object> body = object(before, false, 0);
    return body == before ? notification : Notification.of(body);
  }

  private ConfirmedPlacement placement(ConfirmedPlacement placement) {
    if (placement == null
        || placement.attributes().isEmpty()
        || (!allAttributes && attributes.isEmpty())) {
      return placement;
    }
    Map<String, Object> kept =
        allAttributes ? Map.of() : cleaned(placement.attributes(), attributes, 0);
    return new ConfirmedPlacement(placement.requestId(), placement.source(), kept);
  }

  /** An object outside of userData, which may have userData and items somewhere below. */
  private Map<String, Object> object(Map<String, Object> map, boolean isItem, int depth) {
    Map<String, Object> copy = null;
    for (Map.Entry<String, Object> field : map.entrySet()) {
      String name = field.getKey();
      Object value = field.getValue();
      if (isItem && !name.equals(ITEM_ID) && matches(itemFields, name)) {
        copy = copy == null ? new LinkedHashMap<>(map) : copy;
        copy.remove(name);
      } else if (name.equalsIgnoreCase(USER_DATA)) {
        copy = copy == null ? new LinkedHashMap<>(map) : copy;
        userData(name, value, copy, depth);
      } else {
        Object kept = value(value, isItemField(name), depth + 1);
        if (kept != value) {
          copy = copy == null ? new LinkedHashMap<>(map) : copy;
          copy.put(name, kept);
        }
      }
    }
    return copy == null ? map : copy;
  }

  private boolean isItemField(String name) {
    return !itemFields.isEmpty() && ITEM_FIELD.matcher(name).matches();
  }

  private void userData(String key, Object value, Map<String, Object> into, int depth) {
    if (wholeUserData) {
      into.remove(key);
    } else if (!keys.isEmpty()) {
      if (value instanceof Map<?, ?> pairs) {
        into.put(key, cleaned(pairs, keys, depth + 1));
      } else if (value != null) {
        // no keys to tell what may stay
        into.remove(key);
      }
    }
  }

  private Object value(Object value, boolean isItem, int depth) {
    requireBearable(depth);
    if (value instanceof Map<?, ?> map) {
      return object(asObject(map), isItem, depth);
    }
    if (value instanceof Object[] array) {
      return value(Arrays.asList(array), isItem, depth);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = null;
      for (int i = 0; i < list.size(); i++) {
        Object kept = value(list.get(i), isItem, depth + 1);
        if (kept != list.get(i)) {
          copy = copy == null ? new ArrayList<>(list) : copy;
          copy.set(i, kept);
        }
      }
      return copy == null ? list : copy;
    }
    return value;
  }

  private static Map<String, Object> cleaned(Map<?, ?> map, List<Glob> patterns, int depth) {
    Map<String, Object> kept = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (!matches(patterns, name)) {
            kept.put(name, cleanedValue(value, patterns, depth + 1));
          }
        });
    return kept;
  }

  private static Object cleanedValue(Object value, List<Glob> patterns, int depth) {
    requireBearable(depth);
    if (value instanceof Map<?, ?> map) {
      return cleaned(map, patterns, depth);
    }
    if (value instanceof Object[] array) {
      return cleanedValue(Arrays.asList(array), patterns, depth);
    }
    if (value instanceof List<?> list) {
      List<Object> kept = new ArrayList<>(list.size());
      for (Object entry : list) {
        if (!isPairOf(entry, patterns)) {
          kept.add(cleanedValue(entry, patterns, depth + 1));
        }
      }
      return kept;
    }
    return value;
  }

  /** Whether a value stands beside its key: GWS's lists of {@code key}, {@code type}, value. */
  private static boolean isPairOf(Object entry, List<Glob> patterns) {
    return entry instanceof Map<?, ?> pair
        && pair.get("key") instanceof String key
        && matches(patterns, key);
  }

  private static boolean matches(List<Glob> patterns, String name) {
    for (Glob pattern : patterns) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }

  /** What was read had its depth checked; what was made elsewhere may not have. */
  private static void requireBearable(int depth) {
    if (depth > 2 * NotificationCodec.MAX_DEPTH) {
      throw new UnreadableNotificationException(
          "The notification has more than " + 2 * NotificationCodec.MAX_DEPTH + " levels");
    }
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are texts
  private static Map<String, Object> asObject(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
