package org.workbinroutes.simulator;

import java.util.Objects;

/**
 * A workbin as the configuration server knows it.
 *
 * @param id opaque id, never null
 * @param name {@code workbinName} on the wire, never null
 * @param displayName what agents read, never null
 * @param type who owns it, never null
 * @param group the owning group; null for the types Agent and Place
 */
public record Workbin(String id, String name, String displayName, WorkbinType type, String group) {
  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a group type has no group, or the other way round
   */
  public Workbin {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(displayName, "displayName");
    if (type.isGroup() != (group != null)) {
      throw new IllegalArgumentException(
          "group: workbin "
              + id
              + " of type "
              + type.wireName()
              + (type.isGroup() ? " needs the name of its group" : " cannot have a group"));
    }
  }

  /**
   * A group workbin named after its id.
   *
   * @param address where it is
   * @return the workbin
   */
  public static Workbin at(BinAddress address) {
    return new Workbin(
        address.workbinId(),
        address.workbinId(),
        address.workbinId(),
        address.type(),
        address.group());
  }
}
