package org.workbinroutes.placement;

import java.time.Duration;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.Notification;

/**
 * One request in the loop of the route {@code place}: what was tried and what comes next. The only
 * exchange property of the loop; one thread at a time uses it.
 */
public final class PlacementAttempt {
  /** The name of the exchange property. */
  public static final String PROPERTY = "workbinAttempt";

  private final PlacementRequest request;
  private final RetryBudget budget;
  private int calls;
  private ClaimedCall call;
  private Next next;
  private Duration pause = Duration.ZERO;
  private boolean pauseAsked;
  private GwsException failure;
  private Notification found;

  /**
   * Begins.
   *
   * @param call its call if the ledger entered it with the request, which surely was not made yet;
   *     else null
   */
  PlacementAttempt(Placement received, ClaimedCall call, RetryPolicy retries) {
    this.request = received.request();
    this.calls = received.attempts();
    this.call = call;
    this.budget = new RetryBudget(retries);
    // one that was called before may lie in its workbin already
    this.next = call == null && calls > 0 ? Next.LOOK : Next.CALL;
  }

  /** What comes next. */
  enum Next {
    /** An AddInteraction call. */
    CALL,
    /** A look into the workbin: no call before its content is known. */
    LOOK,
    /** A dead letter: it failed for good. */
    FAIL,
    /** Nothing. */
    DONE
  }

  public PlacementRequest request() {
    return request;
  }

  String requestId() {
    return request.requestId();
  }

  RetryBudget budget() {
    return budget;
  }

  Next next() {
    return next;
  }

  /** How long to wait before the next call or look. */
  Duration pause() {
    return pause;
  }

  /** Whether GWS asked for the pause, which does not count then. */
  boolean isPauseAsked() {
    return pauseAsked;
  }

  /** What made the last call's outcome unknown; null after a restart. */
  GwsException failure() {
    return failure;
  }

  /** The call that the ledger has and that is not known to be sent; null if there is none. */
  ClaimedCall call() {
    return call;
  }

  /** The ledger has one call more; false if another node has called meanwhile. */
  boolean called(ClaimedCall noted, int calledSoFar) {
    boolean isNext = calledSoFar == calls + 1;
    call = noted;
    calls = calledSoFar;
    return isNext;
  }

  /**
   * Forgets the last call if it was not sent. The count does not follow the ledger: if another node
   * called meanwhile, the next call must find out.
   *
   * @return whether there was one to take back
   */
  boolean takeBackUnlessSent() {
    boolean unsent = call != null && !call.wasSent();
    call = null;
    calls -= unsent ? 1 : 0;
    return unsent;
  }

  void callNow() {
    tryAgain(Next.CALL, failure, Duration.ZERO, false);
  }

  void lookNow(GwsException why) {
    tryAgain(Next.LOOK, why, Duration.ZERO, false);
  }

  void tryAgain(Next how, GwsException why, Duration after, boolean asked) {
    next = how;
    failure = why;
    pause = after;
    pauseAsked = asked;
  }

  /** Nothing comes next, unless a later step says so. */
  void end() {
    next = Next.DONE;
  }

  Placement end(Placement placement) {
    next = placement.state() == PlacementState.FAILED ? Next.FAIL : Next.DONE;
    return placement;
  }

  void found(Notification notification) {
    found = notification;
  }

  /** The notification of a placement that was found in its workbin and is not confirmed yet. */
  Notification found() {
    return found;
  }
}
