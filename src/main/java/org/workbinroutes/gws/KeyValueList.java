package org.workbinroutes.gws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the lists of {@code key}, {@code type} and {@code value} in which API v3 sends attached
 * data, as the object that API v2 sends: rules and redaction know values by their key.
 */
final class KeyValueList {
  private static final String LIST = "kvlist";
  private static final String UNNAMED = "#";

  private KeyValueList() {}

  /**
   * Reads a list. Nothing is lost: what has no key gets one of its position, {@code #1} and so on,
   * and where a key stands more than once, its values become a list.
   *
   * @param list the list
   * @return its values by key, in their order
   */
  static Map<String, Object> read(Collection<?> list) {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, List<Object>> repeated = new LinkedHashMap<>();
    int position = 0;
    for (Object entry : list) {
      position++;
      boolean isNamed = entry instanceof Map<?, ?> fields && fields.get("key") instanceof String;
      String key = isNamed ? (String) ((Map<?, ?>) entry).get("key") : UNNAMED + position;
      Object value = isNamed ? value((Map<?, ?>) entry) : entry;
      if (repeated.containsKey(key)) {
        repeated.get(key).add(value);
      } else if (values.containsKey(key)) {
        List<Object> all = new ArrayList<>();
        all.add(values.get(key));
        all.add(value);
        repeated.put(key, all);
        values.put(key, all);
      } else {
        values.put(key, value);
      }
    }
    return values;
  }

  private static Object value(Map<?, ?> entry) {
    Object value = entry.get("value");
    return LIST.equals(entry.get("type")) && value instanceof Collection<?> inner
        ? read(inner)
        : value;
  }
}
