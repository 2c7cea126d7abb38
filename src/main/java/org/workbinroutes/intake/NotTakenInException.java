package org.workbinroutes.intake;

/** A request or a batch that is not taken in now; the message says why. It can be sent again. */
final class NotTakenInException extends Exception {
  private static final long serialVersionUID = 1L;

  NotTakenInException(String reason) {
    super(reason);
  }
}
