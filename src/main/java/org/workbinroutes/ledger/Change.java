package org.workbinroutes.ledger;

import java.util.Collection;
import java.util.List;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * Something that is to be changed in the ledger. It only looks at and changes rows of the {@link
 * WorkingSet} it is given, and can be applied again to a fresh one: that is what happens if another
 * node changed one of its rows in the meantime. It changes nothing if it throws.
 */
interface Change<R> {
  /** The request ids whose rows it needs. */
  Collection<String> ids();

  /** The interactions whose waiting rows it needs. */
  default List<Item> items() {
    return List.of();
  }

  default Collection<String> batches() {
    return List.of();
  }

  /**
   * Makes the change.
   *
   * @param rows all rows of {@link #ids} and {@link #items}, and all {@link #batches}, that there
   *     are
   * @return what the caller is told once the change is safe
   */
  R apply(WorkingSet rows);

  /** An interaction in a workbin. */
  record Item(GroupWorkbin workbin, String interactionId) {}
}
