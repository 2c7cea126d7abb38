package org.workbinroutes.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages no client should have to expect on the notification channel, and may get. */
public enum Garbage {
  /** A text instead of an object. */
  TEXT,
  /** A number instead of an object. */
  NUMBER,
  /** A list instead of an object. */
  LIST,
  /** No data at all. */
  NOTHING,
  /** An object without fields. */
  EMPTY_OBJECT,
  /** An ItemAdded without the id of its workbin. */
  NO_WORKBIN_ID,
  /** An ItemAdded without a group. */
  NO_GROUP,
  /** An ItemAdded without an item. */
  NO_ITEM,
  /** An ItemAdded whose item has no id. */
  NO_INTERACTION_ID,
  /** An ItemAdded whose item is a text. */
  ITEM_IS_TEXT,
  /** An ItemAdded with two items. */
  TWO_ITEMS,
  /** Ids that are numbers. */
  NUMERIC_IDS,
  /** An ItemAdded with 2 MiB of user data. */
  HUGE,
  /** An ItemAdded whose user data is nested 500 levels deep. */
  DEEP;

  private static final int HUGE_CHARS = 2 * 1024 * 1024;
  private static final int DEEP_LEVELS = 500;

  /**
   * The data of the message.
   *
   * @return plain maps, lists, texts and numbers; null for {@link #NOTHING}
   */
  public Object data() {
    return switch (this) {
      case TEXT -> "not an object";
      case NUMBER -> 42;
      case LIST -> List.of("not", "an", "object");
      case NOTHING -> null;
      case EMPTY_OBJECT -> Map.of();
      case NO_WORKBIN_ID -> without("id");
      case NO_GROUP -> without("agentGroup");
      case NO_ITEM -> without("chatStateResourceV2");
      case NO_INTERACTION_ID -> with("chatStateResourceV2", Map.of("chatType", "Inbound"));
      case ITEM_IS_TEXT -> with("chatStateResourceV2", "0001BaBFVPR20035");
      case TWO_ITEMS -> with("emailStateResourceV2", Map.of("id", "0001BaBFVPR20036"));
      case NUMERIC_IDS -> {
        Map<String, Object> data = with("chatStateResourceV2", Map.of("id", 35));
        data.put("id", 6);
        yield data;
      }
      case HUGE -> with("chatStateResourceV2", item(Map.of("Huge", "x".repeat(HUGE_CHARS))));
      case DEEP -> with("chatStateResourceV2", item(nested()));
    };
  }

  private static Map<String, Object> itemAdded() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("action", "ItemAdded");
    data.put("agentGroup", "MyAgentGroup");
    data.put("chatStateResourceV2", item(Map.of()));
    data.put("id", SeedData.AGENT_GROUP_BIN.workbinId());
    data.put("messageType", "WorkbinStateChangeMessage");
    return data;
  }

  private static Map<String, Object> item(Object userData) {
    return Map.of("id", "0001BaBFVPR20035", "userData", userData);
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> data = itemAdded();
    data.put(field, value);
    return data;
  }

  private static Map<String, Object> without(String field) {
    Map<String, Object> data = itemAdded();
    data.remove(field);
    return data;
  }

  private static Object nested() {
    Object inner = new ArrayList<>();
    for (int level = 0; level < DEEP_LEVELS; level++) {
      inner = List.of(inner);
    }
    return Map.of("Deep", inner);
  }
}
