package org.workbinroutes.intake;

import org.workbinroutes.placement.PlacementRequest;

/**
 * One record of a message: a request, or the reason why it is none.
 *
 * @param position the how many-th of its message it is, from 1; 0 if the message is one record
 * @param original as it came, a String or byte[]
 * @param request the request; null if it is refused
 * @param refusal why it is refused; null if it is not
 */
record JmsRecord(int position, Object original, PlacementRequest request, Refusal refusal) {
  static JmsRecord valid(int position, Object original, PlacementRequest request) {
    return new JmsRecord(position, original, request, null);
  }

  static JmsRecord refused(int position, Object original, Refusal refusal) {
    return new JmsRecord(position, original, null, refusal);
  }
}
