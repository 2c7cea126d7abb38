package org.workbinroutes.guarantees;

import org.workbinroutes.simulator.BinAddress;

/**
 * One thing to be placed.
 *
 * @param requestId its request id
 * @param bin where it is to lie
 */
record Order(String requestId, BinAddress bin) {
  String interactionId() {
    return "I-" + requestId;
  }

  /** The request as one line of JSON. */
  String json() {
    return "{\"requestId\":\"%s\",\"workbinId\":\"%s\",\"%s\":\"%s\",\"operationName\":\"AddChat\",\"id\":\"%s\"}"
        .formatted(
            requestId, bin.workbinId(), bin.type().groupParameter(), bin.group(), interactionId());
  }
}
