package org.workbinroutes.sink.mail;

/**
 * A notification as it waits for its mail.
 *
 * @param summary one line that says what happened, without what a customer wrote
 * @param text what the sink got; empty if it is not to be sent
 */
record Entry(String summary, String text) {
  /** {@return the entry as it lies in the outbox} */
  String stored() {
    return summary + '\n' + text;
  }

  /**
   * Reads an entry of the outbox.
   *
   * @param stored its text
   * @return the entry
   */
  static Entry read(String stored) {
    int end = stored.indexOf('\n');
    return end < 0
        ? new Entry(stored, "")
        : new Entry(stored.substring(0, end), stored.substring(end + 1));
  }
}
