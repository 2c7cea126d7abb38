package org.workbinroutes.gws;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Who waits for the answer to an operation that comes over the notification connection. */
final class PendingAnswers {
  private final Map<String, CompletableFuture<Map<String, Object>>> waiting =
      new ConcurrentHashMap<>();

  /**
   * Waits for an answer. To be called before the operation is asked for: the answer can be faster
   * than the HTTP answer.
   *
   * @return the answer; fails with a {@link GwsException} if it cannot come any more
   */
  CompletableFuture<Map<String, Object>> expect(String operationId) {
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    waiting.put(operationId, answer);
    return answer;
  }

  /** Waits no more. */
  void forget(String operationId) {
    waiting.remove(operationId);
  }

  /** Who waits for an operation's answer; null if nobody does. Waits no more then. */
  CompletableFuture<Map<String, Object>> take(String operationId) {
    return operationId == null ? null : waiting.remove(operationId);
  }

  /** No answer comes any more to what was asked for so far. */
  void fail(String why) {
    for (String operationId : waiting.keySet()) {
      CompletableFuture<Map<String, Object>> answer = take(operationId);
      if (answer != null) {
        answer.completeExceptionally(new GwsUnavailableException(why, null, null));
      }
    }
  }
}
