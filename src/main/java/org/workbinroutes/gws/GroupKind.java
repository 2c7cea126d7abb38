package org.workbinroutes.gws;

import java.util.Optional;

/** The two kinds of group that own a group workbin. */
public enum GroupKind {
  /** A workbin shared by the agents of an agent group. */
  AGENT_GROUP("agentGroup"),
  /** A workbin shared by the places of a place group. */
  PLACE_GROUP("placeGroup");

  private final String wireName;

  GroupKind(String wireName) {
    this.wireName = wireName;
  }

  /**
   * The name GWS uses for this kind, as query parameter and as notification field.
   *
   * @return {@code agentGroup} or {@code placeGroup}, never null
   */
  public String wireName() {
    return wireName;
  }

  /**
   * The kind with a wire name.
   *
   * @param wireName {@code agentGroup} or {@code placeGroup}; anything else, null included, has
   *     none
   * @return the kind, or empty
   */
  public static Optional<GroupKind> fromWireName(String wireName) {
    for (GroupKind kind : values()) {
      if (kind.wireName.equals(wireName)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
