package org.workbinroutes.simulator;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A group workbin and what lies in it. */
final class Bin {
  /**
   * An interaction in the workbin.
   *
   * @param interactionId its id
   * @param media its media
   * @param order position among all items ever added
   * @param receivedMillis when it was added, in milliseconds since 1970
   */
  record Item(String interactionId, Media media, long order, long receivedMillis) {}

  private final Workbin workbin;
  private final ConcurrentMap<String, Item> items = new ConcurrentHashMap<>();

  Bin(Workbin workbin) {
    this.workbin = workbin;
  }

  Workbin workbin() {
    return workbin;
  }

  boolean add(Item item) {
    return items.putIfAbsent(item.interactionId(), item) == null;
  }

  /**
   * Takes an item out.
   *
   * @return the item, or null if it was not there
   */
  Item remove(String interactionId) {
    return items.remove(interactionId);
  }

  /**
   * An item.
   *
   * @return the item, or null if it is not there
   */
  Item item(String interactionId) {
    return items.get(interactionId);
  }

  void clear() {
    items.clear();
  }

  List<Item> inOrder() {
    return items.values().stream().sorted(Comparator.comparingLong(Item::order)).toList();
  }
}
