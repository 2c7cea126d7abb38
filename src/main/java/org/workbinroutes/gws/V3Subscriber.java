package org.workbinroutes.gws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Subscribes each workbin once. API v3 counts subscriptions, also those of an earlier session of
 * the user: asked twice, it tells of each change twice. One unsubscription ends them all, so that
 * one goes before each subscription.
 */
final class V3Subscriber implements Subscriber {
  /** The HTTP status with which a workbin is refused that GWS does not know. */
  private static final int UNKNOWN_WORKBIN = 500;

  private final GwsSession session;
  private final V3Requests requests;
  private final Map<String, ReentrantLock> oneAtATime = new ConcurrentHashMap<>();

  V3Subscriber(GwsSession session, V3Requests requests) {
    this.session = session;
    this.requests = requests;
  }

  @Override
  public GwsAnswer subscribe(GroupWorkbin workbin) {
    ReentrantLock lock = oneAtATime.computeIfAbsent(workbin.id(), id -> new ReentrantLock());
    lock.lock();
    try {
      // Refused, there was nothing to end; not answered, it throws, and is asked for again later.
      session.call(requests.unsubscribeQuietly(workbin));
      GwsAnswer answer = session.call(requests.subscribe(workbin));
      return answer.httpStatus() == UNKNOWN_WORKBIN
          ? answer.withMeaning(AnswerClass.REJECTED)
          : answer;
    } finally {
      lock.unlock();
    }
  }
}
