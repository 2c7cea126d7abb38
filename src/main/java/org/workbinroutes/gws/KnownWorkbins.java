package org.workbinroutes.gws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The group workbins that were named so far. A notification of API v3 names a workbin by its id and
 * an owner; which group that is, only who asked for it knows.
 */
final class KnownWorkbins {
  private final boolean ownerIsGroup;
  private final Map<String, Set<GroupWorkbin>> byId = new ConcurrentHashMap<>();

  /**
   * Knows none.
   *
   * @param ownerIsGroup whether requests named the group as the owner, so that an owner with
   *     another name is somebody else
   */
  KnownWorkbins(boolean ownerIsGroup) {
    this.ownerIsGroup = ownerIsGroup;
  }

  void add(GroupWorkbin workbin) {
    Set<GroupWorkbin> same = byId.get(workbin.id());
    if (same == null || !same.contains(workbin)) {
      byId.computeIfAbsent(workbin.id(), id -> ConcurrentHashMap.newKeySet()).add(workbin);
    }
  }

  /**
   * The workbin that is meant.
   *
   * @param id its id; may be null
   * @param owner its owner as GWS names it; null if it names none
   * @return the workbin; null if it was never named, or could be more than one
   */
  GroupWorkbin find(String id, String owner) {
    List<GroupWorkbin> meant =
        id == null
            ? List.of()
            : byId.getOrDefault(id, Set.of()).stream()
                .filter(known -> !ownerIsGroup || owner == null || owner.equals(known.group()))
                .toList();
    return meant.size() == 1 ? meant.get(0) : null;
  }
}
