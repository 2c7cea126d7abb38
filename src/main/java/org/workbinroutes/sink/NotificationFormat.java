package org.workbinroutes.sink;

/** The form in which a sink gets notifications. Safe for use by many threads. */
interface NotificationFormat {
  /** The content type of what is text: plain JSON. */
  String JSON = "application/json";

  /**
   * What the sink gets.
   *
   * @param spooled the notification, redacted
   * @return a text, or a map of the caller's own
   */
  Object body(SpooledNotification spooled);

  /** The header {@code Content-Type}; null if the body is no text. */
  String contentType();
}
