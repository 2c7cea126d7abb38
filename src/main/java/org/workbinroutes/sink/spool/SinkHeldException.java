package org.workbinroutes.sink.spool;

/** All attempts to deliver have failed, and the sink is to be held at this notification. */
public final class SinkHeldException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param reason one line, without anything of the notification
   */
  public SinkHeldException(String reason) {
    super(reason);
  }
}
