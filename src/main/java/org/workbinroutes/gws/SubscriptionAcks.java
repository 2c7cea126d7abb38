package org.workbinroutes.gws;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which subscriptions of API v3 are to be acknowledged. An acknowledgement only names the
 * operation: that of an unsubscription says it was a subscription.
 */
final class SubscriptionAcks {
  /**
   * What an acknowledgement will say.
   *
   * @param operationId of the operation that asked
   * @param workbin the workbin
   * @param stateResource in the words of API v2
   */
  record Expected(String operationId, GroupWorkbin workbin, String stateResource) {}

  private final Map<GroupWorkbin, Expected> latest = new ConcurrentHashMap<>();

  /** Waits for an operation's acknowledgement, and no more for the workbin's operation before. */
  void expect(String operationId, GroupWorkbin workbin, String stateResource) {
    latest.put(workbin, new Expected(operationId, workbin, stateResource));
  }

  /** What was expected of an operation; empty if nothing is, or not any more. */
  Optional<Expected> acknowledged(String operationId) {
    return latest.values().stream()
        .filter(expected -> expected.operationId().equals(operationId))
        .findFirst()
        .filter(expected -> latest.remove(expected.workbin(), expected));
  }
}
