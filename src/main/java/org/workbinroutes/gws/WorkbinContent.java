package org.workbinroutes.gws;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What lies in a group workbin.
 *
 * @param workbin the workbin
 * @param interactionIds the ids of all interactions in it, whatever their media
 * @param body GWS's own words; may hold customer data. Where they are larger than {@code
 *     maxMessageSize}, or not quite JSON, names and ids only
 */
public record WorkbinContent(
    GroupWorkbin workbin, Set<String> interactionIds, Map<String, Object> body) {
  /**
   * Whether an interaction lies in it.
   *
   * @param interactionId the interaction
   * @return true if it does
   */
  public boolean contains(String interactionId) {
    return interactionIds.contains(interactionId);
  }

  static WorkbinContent of(GroupWorkbin workbin, Map<String, Object> answer) {
    Set<String> ids = new LinkedHashSet<>();
    if (answer.get("workbin") instanceof Map<?, ?> content) {
      // One list per media (chats, emails ...); media come and go over the releases.
      for (Object list : content.values()) {
        if (list instanceof Collection<?> items) {
          for (Object item : items) {
            if (item instanceof Map<?, ?> fields && fields.get("id") != null) {
              ids.add(fields.get("id").toString());
            }
          }
        }
      }
      return new WorkbinContent(workbin, ids, textKeys(content));
    }
    throw new GwsUnavailableException(
        "GWS answered without the content of workbin " + workbin, null, null);
  }

  static Map<String, Object> textKeys(Map<?, ?> fields) {
    Map<String, Object> copy = new LinkedHashMap<>();
    fields.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
