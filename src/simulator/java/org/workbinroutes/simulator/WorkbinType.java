package org.workbinroutes.simulator;

/** Who owns a workbin. */
public enum WorkbinType {
  /** One agent. */
  AGENT("Agent", ""),
  /** The agents of an agent group. */
  AGENT_GROUP("AgentGroup", "agentGroup"),
  /** One place. */
  PLACE("Place", ""),
  /** The places of a place group. */
  PLACE_GROUP("PlaceGroup", "placeGroup");

  private final String wireName;
  private final String groupParameter;

  WorkbinType(String wireName, String groupParameter) {
    this.wireName = wireName;
    this.groupParameter = groupParameter;
  }

  /**
   * The name on the wire.
   *
   * @return for example {@code AgentGroup}
   */
  public String wireName() {
    return wireName;
  }

  /**
   * The query parameter and notification field that names the group.
   *
   * @return {@code agentGroup}, {@code placeGroup}, or an empty text if there is no group
   */
  public String groupParameter() {
    return groupParameter;
  }

  /**
   * Whether a group owns workbins of this type.
   *
   * @return true for the two group types
   */
  public boolean isGroup() {
    return !groupParameter.isEmpty();
  }

  /**
   * The type with a name.
   *
   * @param name the wire name ({@code AgentGroup}) or the query parameter ({@code agentGroup})
   * @return the type
   * @throws IllegalArgumentException if there is none
   */
  public static WorkbinType named(String name) {
    for (WorkbinType type : values()) {
      if (type.wireName.equals(name) || (type.isGroup() && type.groupParameter.equals(name))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "type: '" + name + "' is none of Agent, AgentGroup, Place, PlaceGroup");
  }
}
