package org.workbinroutes.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The columns that a sink wants of a notification.
 *
 * <pre>
 * action, interactionId, caseId=userData.caseId, userData.*
 * </pre>
 *
 * A column is called as its value, unless a name and {@code =} stand before it. A value that is not
 * there is null, an object or array is JSON text. Immutable.
 */
final class FlatFields {
  private static final String DEFAULT =
      "action, messageType, media, groupKind, group, workbin, interactionId, referenceId, heardAt,"
          + " requestId, source";
  private static final String ALL = "*";

  private final List<Column> columns;
  private final NotificationCodec json;

  private FlatFields(List<Column> columns, NotificationCodec json) {
    this.columns = List.copyOf(columns);
    this.json = json;
  }

  /**
   * Reads a list of columns.
   *
   * @param list the text; null or blank means those that every notification has
   * @param json writes what is no single value
   * @throws IllegalArgumentException if it cannot be read; the message says what to write
   */
  static FlatFields parse(String list, NotificationCodec json) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (QuotedList.Entry entry :
        QuotedList.read(list == null || list.isBlank() ? DEFAULT : list)) {
      Column column = column(entry);
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "'" + column.name() + "' stands there twice: give one another name, name=value");
      }
      columns.add(column);
    }
    return new FlatFields(columns, json);
  }

  private static Column column(QuotedList.Entry entry) {
    int equals = entry.indexOf('=');
    QuotedList.Entry path = equals < 0 ? entry : entry.from(equals + 1);
    String name = equals < 0 ? entry.text() : entry.part(0, equals).text();
    if (name.isEmpty() || path.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + entry.text() + "' is no column: write value, or name=value");
    }
    for (Scope scope : Scope.values()) {
      String prefix = scope.word() + ".";
      if (path.startsWith(prefix)) {
        QuotedList.Entry key = path.from(prefix.length());
        if (key.isEmpty()) {
          throw new IllegalArgumentException(
              "'" + prefix + "' names nothing: write a key after it");
        }
        boolean all = key.indexOf('*') == 0 && key.text().equals(ALL);
        if (all && equals >= 0) {
          throw new IllegalArgumentException(
              "'" + prefix + "*' is many columns, which cannot all be called '" + name + "'");
        }
        return new Column(name, null, scope, all ? null : key.text());
      }
    }
    for (NotificationField field : NotificationField.values()) {
      if (field.word().equals(path.text())) {
        return new Column(name, field, null, null);
      }
    }
    List<String> words =
        new ArrayList<>(
            Arrays.stream(NotificationField.values()).map(NotificationField::word).toList());
    Arrays.stream(Scope.values()).forEach(scope -> words.add(scope.word() + ".KEY"));
    throw new IllegalArgumentException(
        "there is no value '"
            + path.text()
            + "': "
            + SinkRuleParser.didYouMean(path.text(), words)
            + "there are "
            + String.join(", ", words));
  }

  /**
   * The columns of a notification.
   *
   * @return name and value (text, number, truth value or null) in the order of the list; a map of
   *     the caller's own
   */
  Map<String, Object> row(SpooledNotification spooled) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : columns) {
      if (column.field() != null) {
        row.put(column.name(), column.field().of(spooled));
      } else if (column.key() != null) {
        row.put(column.name(), single(column.scope().of(spooled).get(column.key())));
      } else {
        column
            .scope()
            .of(spooled)
            .forEach((key, value) -> row.put(column.scope().word() + "." + key, single(value)));
      }
    }
    return row;
  }

  private Object single(Object value) {
    return value == null
            || value instanceof String
            || value instanceof Number
            || value instanceof Boolean
        ? NotificationCodec.column(value)
        : json.writeValue(value);
  }

  /**
   * One column.
   *
   * @param field the value; null if a key of an object is
   * @param scope the object; null if a field is
   * @param key the key; null for all keys of the object
   */
  private record Column(String name, NotificationField field, Scope scope, String key) {}

  /** Objects whose keys are the customer's or the caller's. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions hold no state
  private enum Scope {
    USER_DATA(
        "userData",
        spooled ->
            spooled.notification().item().get("userData") instanceof Map<?, ?> data
                ? data
                : Map.of()),
    ITEM("item", spooled -> spooled.notification().item()),
    ATTRIBUTES(
        "attributes",
        spooled -> spooled.placement() == null ? Map.of() : spooled.placement().attributes()),
    NOTIFICATION("notification", spooled -> spooled.notification().body());

    private final String word;
    private final Function<SpooledNotification, Map<?, ?>> keys;

    Scope(String word, Function<SpooledNotification, Map<?, ?>> keys) {
      this.word = word;
      this.keys = keys;
    }

    String word() {
      return word;
    }

    Map<?, ?> of(SpooledNotification spooled) {
      return keys.apply(spooled);
    }
  }
}
