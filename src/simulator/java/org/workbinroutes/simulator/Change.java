package org.workbinroutes.simulator;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A message that waits for its turn. It is published after it has been released. */
final class Change {
  private final BinAddress bin;
  private final LoginSession onlyTo;
  private final Map<String, Object> data;
  private final CompletableFuture<Void> published = new CompletableFuture<>();
  private volatile boolean released;

  private Change(BinAddress bin, LoginSession onlyTo, Map<String, Object> data) {
    this.bin = bin;
    this.onlyTo = onlyTo;
    this.data = data;
  }

  static Change ofContent(BinAddress bin, Map<String, Object> data) {
    return new Change(bin, null, data);
  }

  static Change ofSubscription(BinAddress bin, LoginSession login, Map<String, Object> data) {
    return new Change(bin, login, data);
  }

  BinAddress bin() {
    return bin;
  }

  /** The session that is told of its subscription; null if it is a change of content. */
  LoginSession onlyTo() {
    return onlyTo;
  }

  Map<String, Object> data() {
    return data;
  }

  CompletableFuture<Void> published() {
    return published;
  }

  boolean isReleased() {
    return released;
  }

  void release() {
    released = true;
  }
}
