package org.workbinroutes.intake;

/** A request that is not placed, and would not be if it came again as it is. */
abstract class RefusedRequestException extends Exception {
  // immutable, and never serialized
  private final transient Refusal refusal;

  /** Without stack trace: it is about the request, not about where it was read. */
  RefusedRequestException(Refusal refusal) {
    super(refusal.error(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
