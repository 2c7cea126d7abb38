package org.workbinroutes.gws;

import java.time.Duration;
import java.util.List;

/**
 * The state of the notification connection at a moment.
 *
 * @param state where it stands
 * @param sinceLastPoll time since GWS last answered a poll well; null if it never did
 * @param sinceLastNotification time since the last notification; null if there was none
 * @param subscribed workbins whose subscription GWS acknowledged on this connection
 * @param wanted workbins that are to be subscribed
 * @param connections connections made so far; more than one means there were gaps
 * @param unreadable messages that could not be read, and are lost
 * @param silent workbins that are subscribed and whose notifications did not come when they should
 *     have; they were subscribed again and none has come since
 * @param trouble what keeps it from being live, for people; null if nothing does
 */
public record LinkStatus(
    LinkState state,
    Duration sinceLastPoll,
    Duration sinceLastNotification,
    int subscribed,
    int wanted,
    long connections,
    long unreadable,
    List<GroupWorkbin> silent,
    String trouble) {
  /**
   * How often notifications may have been missed.
   *
   * @return a number that grows with each connection and each message that could not be read; 0
   *     before the first connection
   */
  public long gaps() {
    return connections == 0 ? 0 : connections + unreadable;
  }
}
