package org.workbinroutes.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.workbinroutes.placement.LedgerView.Step;
import org.workbinroutes.placement.PlacementState;

/**
 * The changes of state of a placement after it was received, in the form they have in its row: one
 * a line, with the milliseconds since 1970, the state, and the reason if there is one. In the row,
 * as a table of their own would cost a write in another place for each of them.
 *
 * @param text the lines, the oldest first; null if there are none
 */
record Steps(String text) {
  /** A placement that was only received. */
  static final Steps NONE = new Steps(null);

  /**
   * One more.
   *
   * @param reason why; null if the states say it all
   */
  Steps and(Instant at, PlacementState to, String reason) {
    String line = at.toEpochMilli() + " " + to;
    if (reason != null) {
      line += " " + reason.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
    return new Steps(text == null ? line : text + "\n" + line);
  }

  List<Step> since(Instant receivedAt) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(receivedAt, null, PlacementState.RECEIVED, null));
    if (text != null) {
      for (String line : text.lines().toList()) {
        String[] parts = line.split(" ", 3);
        steps.add(
            new Step(
                Instant.ofEpochMilli(Long.parseLong(parts[0])),
                steps.get(steps.size() - 1).to(),
                PlacementState.valueOf(parts[1]),
                parts.length < 3 ? null : parts[2].translateEscapes()));
      }
    }
    return steps;
  }
}
