package org.workbinroutes.sink.spool;

import java.util.Objects;

/**
 * A notification as it is put into the queues of the sinks.
 *
 * @param text its JSON text, see {@link org.workbinroutes.sink.SpoolCodec}; never null
 * @param lane what keeps its order, see {@link WorkbinLane}; never null
 */
public record SpoolEntry(String text, String lane) {
  /** Checks what must be there. */
  public SpoolEntry {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(lane, "lane");
  }

  /** Its lane: the text holds customer data. */
  @Override
  public String toString() {
    return "SpoolEntry in " + lane;
  }
}
