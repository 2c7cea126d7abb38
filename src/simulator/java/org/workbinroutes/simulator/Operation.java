package org.workbinroutes.simulator;

import java.util.HashMap;
import java.util.Map;

/**
 * An operation on a group workbin.
 *
 * @param name {@code operationName} on the wire
 * @param kind what it does
 * @param media what it says about the interaction; null if nothing
 */
record Operation(String name, Kind kind, Media media) {
  enum Kind {
    ADD,
    PULL,
    SUBSCRIBE,
    UNSUBSCRIBE
  }

  private static final Map<String, Operation> ALL = all();

  private static Map<String, Operation> all() {
    Map<String, Operation> all = new HashMap<>();
    put(all, new Operation("Subscribe", Kind.SUBSCRIBE, null));
    put(all, new Operation("Unsubscribe", Kind.UNSUBSCRIBE, null));
    put(all, new Operation("AddInteraction", Kind.ADD, null));
    put(all, new Operation("PullInteraction", Kind.PULL, null));
    for (Media media : Media.values()) {
      String suffix =
          Character.toUpperCase(media.wireName().charAt(0)) + media.wireName().substring(1);
      put(all, new Operation("Add" + suffix, Kind.ADD, media));
      put(all, new Operation("Pull" + suffix, Kind.PULL, media));
    }
    return Map.copyOf(all);
  }

  private static void put(Map<String, Operation> all, Operation operation) {
    all.put(operation.name(), operation);
  }

  /**
   * The operation with a name.
   *
   * @param name as sent; may be null
   * @return the operation, or null if there is none
   */
  static Operation named(String name) {
    return name == null ? null : ALL.get(name);
  }
}
