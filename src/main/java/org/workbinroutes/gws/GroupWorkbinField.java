package org.workbinroutes.gws;

import java.util.Map;

/** Reads the workbin out of a map of plain values. */
final class GroupWorkbinField {
  private GroupWorkbinField() {}

  static GroupWorkbin of(Map<?, ?> fields) {
    Object agentGroup = fields.get(GroupKind.AGENT_GROUP.wireName());
    Object placeGroup = fields.get(GroupKind.PLACE_GROUP.wireName());
    if ((agentGroup == null) == (placeGroup == null)) {
      throw new IllegalArgumentException(
          "give exactly one of agentGroup and placeGroup, found "
              + (agentGroup == null ? "none" : "both"));
    }
    GroupKind kind = agentGroup != null ? GroupKind.AGENT_GROUP : GroupKind.PLACE_GROUP;
    Object id = fields.get("workbinId");
    return new GroupWorkbin(
        id == null ? null : id.toString(),
        kind,
        (agentGroup != null ? agentGroup : placeGroup).toString());
  }
}
