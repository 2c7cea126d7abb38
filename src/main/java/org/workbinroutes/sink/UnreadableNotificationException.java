package org.workbinroutes.sink;

/**
 * A text in the spool is no notification. Another attempt cannot help, so it goes to the sink's
 * dead letters at once. The message never quotes the text: it may hold customer data.
 */
public final class UnreadableNotificationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message the place and the remedy, without a word of the text itself
   */
  public UnreadableNotificationException(String message) {
    super(message);
  }
}
