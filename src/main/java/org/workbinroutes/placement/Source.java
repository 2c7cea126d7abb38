package org.workbinroutes.placement;

import java.util.Objects;

/**
 * Where requests come from, and how their source is held back when it sends faster than GWS takes.
 */
public record Source(String name, BackPressure backPressure) {
  public Source {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(backPressure, "backPressure");
  }

  /** How a source is held back. */
  public enum BackPressure {
    /** Its own thread places the request, and has the next one when this is done. */
    CALLER,
    /** Its thread waits until the backlog has room. */
    BLOCK,
    /** A request for which the backlog has no room is refused. */
    REFUSE,
    /** Not at all: requests lie in the ledger until a node claims them. */
    QUEUE
  }
}
