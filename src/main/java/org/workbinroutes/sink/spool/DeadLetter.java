package org.workbinroutes.sink.spool;

/**
 * A notification that a sink could not be given.
 *
 * @param failedAt when it was given up, ISO 8601 in UTC
 * @param text the text as it lay in the spool; holds customer data; empty if it was no text
 */
public record DeadLetter(String id, String failedAt, String reason, String text) {
  @Override
  public String toString() {
    return id + " " + failedAt + " " + reason;
  }
}
