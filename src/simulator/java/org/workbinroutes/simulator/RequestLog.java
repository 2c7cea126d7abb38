package org.workbinroutes.simulator;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers requests, and per interaction how often it was added. */
final class RequestLog {
  private static final long ONE_CALL = 1L << 32;

  private final Queue<LoggedRequest> requests = new ConcurrentLinkedQueue<>();
  // calls in the upper half, effects in the lower: one small object per interaction
  private final ConcurrentMap<String, AtomicLong> adds = new ConcurrentHashMap<>();
  private volatile boolean on;

  RequestLog(boolean on) {
    this.on = on;
  }

  void switchOn(boolean on) {
    this.on = on;
  }

  boolean isOn() {
    return on;
  }

  void add(LoggedRequest request) {
    requests.add(request);
  }

  List<LoggedRequest> requests() {
    return List.copyOf(requests);
  }

  void clearRequests() {
    requests.clear();
  }

  void addCalled(String interactionId) {
    tally(interactionId).addAndGet(ONE_CALL);
  }

  void addHadEffect(String interactionId) {
    tally(interactionId).incrementAndGet();
  }

  Adds adds(String interactionId) {
    AtomicLong tally = adds.get(interactionId);
    long both = tally == null ? 0 : tally.get();
    return new Adds((int) (both >>> 32), (int) both);
  }

  private AtomicLong tally(String interactionId) {
    return adds.computeIfAbsent(interactionId, key -> new AtomicLong());
  }
}
