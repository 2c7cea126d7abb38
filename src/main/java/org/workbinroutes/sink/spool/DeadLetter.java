package org.workbinroutes.sink.spool;

/**
 * A notification that a sink could not be given.
 *
 * @param id tells it from all others
 * @param failedAt when it was given up, ISO 8601 in UTC
 * @param reason why, one line
 * @param text the text as it lay in the spool; holds customer data; empty if it was no text
 */
public record DeadLetter(String id, String failedAt, String reason, String text) {
  /** Everything but the text. */
  @Override
  public String toString() {
    return id + " " + failedAt + " " + reason;
  }
}
