package org.workbinroutes.sink;

import org.workbinroutes.gws.Notification;

/**
 * What may be written about a notification where people read along: which interaction came into or
 * left which workbin, and nothing a customer wrote.
 *
 * @param action the action, or the message type if there is none
 * @param workbin the group workbin as {@code id@agentGroup:Name}
 */
public record NotificationSummary(
    String action, String media, String workbin, String interactionId) {
  private static final int MAX_PART = 300;

  /**
   * Summarises a notification.
   *
   * @return its summary; {@code -} stands for what it does not have
   */
  public static NotificationSummary of(Notification notification) {
    return new NotificationSummary(
        part(notification.action() != null ? notification.action() : notification.messageType()),
        part(notification.media()),
        part(notification.workbin() == null ? null : notification.workbin().toString()),
        part(notification.interactionId()));
  }

  /** One line, safe for a log. */
  @Override
  public String toString() {
    return action + " " + media + " " + interactionId + " in " + workbin;
  }

  private static String part(String text) {
    return OneLine.of(text, MAX_PART);
  }
}
