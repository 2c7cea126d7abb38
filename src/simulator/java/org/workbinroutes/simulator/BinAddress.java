package org.workbinroutes.simulator;

import java.util.Objects;

/**
 * Where a group workbin is found: its id and the group that owns it.
 *
 * @param workbinId opaque id, never null
 * @param type {@link WorkbinType#AGENT_GROUP} or {@link WorkbinType#PLACE_GROUP}
 * @param group name of the group, decoded, never null
 */
public record BinAddress(String workbinId, WorkbinType type, String group) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the type has no group
   */
  public BinAddress {
    Objects.requireNonNull(workbinId, "workbinId");
    Objects.requireNonNull(group, "group");
    if (!type.isGroup()) {
      throw new IllegalArgumentException("type: " + type + " has no group");
    }
  }

  /**
   * A workbin of an agent group.
   *
   * @param workbinId its id
   * @param group the agent group
   * @return the address
   */
  public static BinAddress agentGroup(String workbinId, String group) {
    return new BinAddress(workbinId, WorkbinType.AGENT_GROUP, group);
  }

  /**
   * A workbin of a place group.
   *
   * @param workbinId its id
   * @param group the place group
   * @return the address
   */
  public static BinAddress placeGroup(String workbinId, String group) {
    return new BinAddress(workbinId, WorkbinType.PLACE_GROUP, group);
  }

  /**
   * Reads an address in the notation of {@code gws.subscriptions}, with names as they are.
   *
   * @param text for example {@code callbacks@agentGroup:Back Office}
   * @return the address
   * @throws IllegalArgumentException if the text is none
   */
  public static BinAddress parse(String text) {
    int at = text.indexOf('@');
    int colon = text.indexOf(':', at + 1);
    if (at > 0 && colon > at && colon + 1 < text.length()) {
      String kind = text.substring(at + 1, colon);
      for (WorkbinType type : WorkbinType.values()) {
        if (type.isGroup() && type.groupParameter().equals(kind)) {
          return new BinAddress(text.substring(0, at), type, text.substring(colon + 1));
        }
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no group workbin: write workbinId@agentGroup:Name or workbinId@placeGroup:Name");
  }
}
