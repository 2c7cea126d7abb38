package org.workbinroutes.placement;

import static org.workbinroutes.placement.PlacementAttempt.PROPERTY;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.AddCall;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsContentDecidesException;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.gws.WorkbinContent;
import org.workbinroutes.outage.OutageLog;
import org.workbinroutes.placement.PlacementAttempt.Next;

/**
 * The steps of the placement route between the calls to GWS. The {@link PlacementAttempt} says what
 * comes next; the ledger is written before and after every call.
 */
public final class PlacementSteps {
  private static final Logger LOG = LoggerFactory.getLogger(PlacementSteps.class);

  private final Ledger ledger;
  private final RetryPolicy retries;
  private final GwsGate gate;
  private final InFlight inFlight;
  private final Clock clock;
  private final Duration claim;
  private final Clock timeOfDay;
  private final Consumer<GroupWorkbin> hearing;
  private final LongAdder repeated = new LongAdder();

  /**
   * Makes the steps.
   *
   * @param gate where calls wait while GWS is down
   * @param clock measures how long a placement is tried; should not follow the time of day
   * @param claim how long a claim in the ledger lasts. A call goes out in the first half of it
   *     only: the other half is for the call itself
   * @param timeOfDay goes on while the machine, and with it the other clock, stands still
   * @param hearing is told of the workbin before each call, and may wait until its notifications
   *     come
   */
  public PlacementSteps(
      Ledger ledger,
      RetryPolicy retries,
      GwsGate gate,
      InFlight inFlight,
      Clock clock,
      Duration claim,
      Clock timeOfDay,
      Consumer<GroupWorkbin> hearing) {
    this.hearing = hearing;
    this.claim = claim;
    this.timeOfDay = timeOfDay;
    this.inFlight = inFlight;
    this.gate = gate;
    this.ledger = ledger;
    this.retries = retries;
    this.clock = clock;
  }

  /** Has the number of calls that were not the first of their placement shown. */
  public void showIn(MeterRegistry registry) {
    FunctionCounter.builder("workbin.placements.retries", repeated, LongAdder::sum)
        .description("AddInteraction calls that were not the first of their placement")
        .register(registry);
  }

  /**
   * The first call of a request that is about to be entered, if it can follow at once, so that the
   * ledger writes both together. The claim on the request counts from now on.
   *
   * @return empty while calls wait for GWS: it is not known then when they can be made
   */
  Optional<ClaimedCall> firstCall(PlacementRequest request) {
    return gate.isOpen() || gate.outage().current().isPresent()
        ? Optional.empty()
        : Optional.of(claimedCall(request));
  }

  /**
   * Begins to place.
   *
   * @param call its call if the ledger entered it with the request; null to let the workbin's
   *     content decide about earlier calls first
   */
  PlacementAttempt begin(Placement received, ClaimedCall call) {
    return new PlacementAttempt(received, call, retries);
  }

  /** Whether a call or a look comes next. */
  public boolean isOpen(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    return attempt.next() == Next.CALL || attempt.next() == Next.LOOK;
  }

  /** Whether a look into the workbin comes next. */
  public boolean mustLook(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    return attempt.next() == Next.LOOK;
  }

  /** Whether a dead letter comes next. */
  public boolean isFailed(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    return attempt.next() == Next.FAIL;
  }

  /**
   * Waits for the next try and while the circuit is open, then enters the call in the ledger,
   * unless it was entered with the request. The wait does not count as time in which the placement
   * was tried.
   *
   * @throws Ledger.NotOpenException if it must not be sent any more
   * @throws GwsGate.ClosedException if the product stops meanwhile
   */
  public AddCall send(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    if (gate.isOpen()) {
      takeBackUnlessSent(attempt);
    }
    awaitTurn(attempt);
    hearing.accept(attempt.request().workbin());
    attempt.budget().begins(clock.instant(), gate.outage().answers());
    attempt.end();
    if (attempt.call() != null) {
      return attempt.call();
    }
    ClaimedCall call = claimedCall(attempt.request());
    int calls = ledger.sending(attempt.requestId()).attempts();
    if (!attempt.called(call, calls)) {
      // while this one waited, its claim ended and another node called
      throw new ClaimedCall.ClaimOverException(attempt.requestId());
    }
    if (calls > 1) {
      repeated.increment();
    }
    return call;
  }

  /**
   * Goes on after a call that was not sent because it had waited for too long: another node may
   * have made it meanwhile, so that the workbin is looked into, and then the ledger is asked
   * whether this node may.
   */
  public Placement claimAgain(
      @ExchangeProperty(PROPERTY) PlacementAttempt attempt, @ExchangeException Exception late) {
    takeBackUnlessSent(attempt);
    attempt.lookNow(null);
    LOG.warn("{}", late.getMessage());
    return current(attempt);
  }

  /** Goes on after a call that was not sent because the circuit opened before its turn came. */
  public Placement waitForGws(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    takeBackUnlessSent(attempt);
    attempt.callNow();
    return current(attempt);
  }

  /**
   * Leaves the request as the ledger has it: it was confirmed meanwhile, another node has it, it
   * failed, or the product stops.
   */
  public Placement asItStands(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    takeBackUnlessSent(attempt);
    return attempt.end(current(attempt));
  }

  /** Notes that GWS passed the request on. */
  public Placement accept(GwsAnswer answer, @ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    return ledger.accepted(attempt.requestId(), answer.referenceId());
  }

  /** Notes that GWS refused the request. */
  public Placement reject(
      @ExchangeProperty(PROPERTY) PlacementAttempt attempt,
      @ExchangeException GwsException refusal) {
    return ledger.rejected(attempt.requestId(), refusal.getMessage());
  }

  /**
   * Decides whether to try again after GWS could not take the request. Where GWS failed in the
   * middle of its work, the workbin is looked into before the next call.
   */
  public Placement retry(
      @ExchangeProperty(PROPERTY) PlacementAttempt attempt,
      @ExchangeException GwsException failure) {
    boolean sent = !takeBackUnlessSent(attempt);
    Placement now = current(attempt);
    Blame blame = blameCall(attempt, failure, sent);
    boolean unclear = sent && mayHaveActed(failure);
    if (now.state() != PlacementState.RECEIVED || (attempt.budget().isExhausted() && !unclear)) {
      return failUnlessSettled(attempt, now, failure);
    }
    tryAgain(attempt, unclear ? Next.LOOK : Next.CALL, failure, failure, blame, sent);
    return now;
  }

  /**
   * Has the workbin's content decide about a call whose outcome is unknown, or that GWS refused
   * because the item may be there already.
   */
  public Placement doubt(
      @ExchangeProperty(PROPERTY) PlacementAttempt attempt,
      @ExchangeException GwsException failure) {
    boolean sent = !takeBackUnlessSent(attempt);
    Placement now = current(attempt);
    if (failure instanceof GwsContentDecidesException) {
      attempt.lookNow(failure);
    } else {
      tryAgain(attempt, Next.LOOK, failure, failure, blameCall(attempt, failure, sent), sent);
    }
    return now;
  }

  /**
   * Waits for the next look into the workbin, as a call does.
   *
   * @return the request, for {@code gws:content}
   * @throws GwsGate.ClosedException if the product stops meanwhile
   */
  public PlacementRequest look(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    awaitTurn(attempt);
    attempt.budget().begins(clock.instant(), gate.outage().answers());
    return attempt.request();
  }

  /** Decides by the workbin's content. */
  public Placement decide(
      WorkbinContent content, @ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    attempt.end();
    attempt.found(null);
    gate.lookSucceeded();
    if (content.contains(attempt.request().interactionId())) {
      gate.outage().answered();
      Placement accepted = ledger.accepted(attempt.requestId(), null);
      if (accepted.state() != PlacementState.CONFIRMED) {
        attempt.found(SyntheticNotification.of(attempt.request()));
      }
      return accepted;
    }
    if (attempt.failure() instanceof GwsContentDecidesException refusal) {
      return ledger.rejected(attempt.requestId(), refusal.getMessage());
    }
    Placement now = current(attempt);
    if (now.state() != PlacementState.RECEIVED || attempt.budget().isExhausted()) {
      return failUnlessSettled(attempt, now, attempt.failure());
    }
    // The pause was before the look.
    attempt.callNow();
    return now;
  }

  /**
   * The notification of a placement that {@link #decide} found; null if it is confirmed already.
   */
  public Notification found(@ExchangeProperty(PROPERTY) PlacementAttempt attempt) {
    return attempt.found();
  }

  /**
   * Decides what to do when the workbin could not be read: look again later, and never call again
   * without having looked.
   */
  public Placement lookAgain(
      @ExchangeProperty(PROPERTY) PlacementAttempt attempt,
      @ExchangeException GwsException failure) {
    gate.lookFailed(failure);
    RetryBudget budget = attempt.budget();
    boolean sent = !(failure instanceof GwsUnavailableException) || failure.answer() != null;
    Blame blame = blame(failure, sent, budget);
    if (blame == Blame.REQUEST) {
      budget.lookFailed(clock.instant());
    }
    Placement now = current(attempt);
    if (now.state() != PlacementState.RECEIVED
        || (blame == Blame.REQUEST && budget.isExhausted())) {
      return failUnlessSettled(attempt, now, failure);
    }
    tryAgain(attempt, Next.LOOK, attempt.failure(), failure, blame, sent);
    return now;
  }

  private Placement current(PlacementAttempt attempt) {
    return ledger.find(attempt.requestId()).orElseThrow();
  }

  private ClaimedCall claimedCall(PlacementRequest request) {
    return new ClaimedCall(request, claim.dividedBy(2), clock, timeOfDay);
  }

  private void awaitTurn(PlacementAttempt attempt) {
    Instant before = clock.instant();
    gate.pause(attempt.pause());
    Instant paused = clock.instant();
    gate.awaitTurn();
    attempt
        .budget()
        .excuse(Duration.between(attempt.isPauseAsked() ? before : paused, clock.instant()));
  }

  /**
   * Takes a call back that the ledger has and that was not sent: attempts are calls that went out.
   *
   * @return false if it was sent, or there was none
   */
  private boolean takeBackUnlessSent(PlacementAttempt attempt) {
    boolean unsent = attempt.takeBackUnlessSent();
    if (unsent) {
      ledger.notSent(attempt.requestId());
    }
    return unsent;
  }

  /** What a failure is owed to. */
  private enum Blame {
    /** GWS answered this call while it works, or it works for others: the failure counts. */
    REQUEST,
    /** The call did not go out, though GWS works for others. */
    CONNECTION,
    /** GWS is down, or the way to it, or it does not let this user in. */
    OUTAGE
  }

  private Blame blameCall(PlacementAttempt attempt, GwsException failure, boolean sent) {
    Blame blame = blame(failure, sent, attempt.budget());
    if (blame == Blame.REQUEST) {
      attempt.budget().callFailed(clock.instant());
    }
    return blame;
  }

  private Blame blame(GwsException failure, boolean sent, RetryBudget budget) {
    boolean others = budget.othersWereAnswered(gate.outage().answers());
    if (!sent || failure.refusesUser()) {
      return others && !failure.refusesUser() ? Blame.CONNECTION : Blame.OUTAGE;
    }
    return others || (failure.isAnswerToCall() && gate.isClosed()) ? Blame.REQUEST : Blame.OUTAGE;
  }

  private void tryAgain(
      PlacementAttempt attempt,
      Next next,
      GwsException unknown,
      GwsException failure,
      Blame blame,
      boolean sent) {
    RetryBudget budget = attempt.budget();
    if (blame != Blame.REQUEST) {
      budget.outage();
    }
    Duration pause = gate.isOpen() ? asked(failure) : budget.pause(failure.retryAfter());
    attempt.tryAgain(next, unknown, pause, failure.retryAfter() != null);
    Duration untilNext = untilNextTry(pause);
    inFlight.waits(attempt.requestId(), failure.getMessage(), timeOfDay.instant(), untilNext);
    if (blame == Blame.OUTAGE) {
      gate.outage().failed(failure, sent, () -> consequence(untilNext));
    }
    LOG.debug("{} in {} ms: {}", next, pause.toMillis(), failure.getMessage());
  }

  /** While the circuit is open it gives the pace. */
  private static Duration asked(GwsException failure) {
    return failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
  }

  private Duration untilNextTry(Duration pause) {
    Duration open =
        gate.nextTry().map(at -> Duration.between(timeOfDay.instant(), at)).orElse(Duration.ZERO);
    return open.compareTo(pause) > 0 ? open : pause;
  }

  private String consequence(Duration next) {
    int waiting = inFlight.size();
    return (waiting == 1 ? "1 request waits" : waiting + " requests wait")
        + ", next try in "
        + OutageLog.inWords(next.plusMillis(999));
  }

  private Placement failUnlessSettled(
      PlacementAttempt attempt, Placement now, GwsException failure) {
    if (now.state() != PlacementState.RECEIVED) {
      // Its notification came while the answer was lost.
      return attempt.end(now);
    }
    String why = failure == null ? "its calls are used up" : failure.getMessage();
    LOG.warn(
        "Request {} could not be placed after {} calls: {}",
        attempt.requestId(),
        now.attempts(),
        why);
    return attempt.end(ledger.failed(attempt.requestId(), why));
  }

  /** Whether GWS may have placed the interaction although it answered with a failure. */
  private static boolean mayHaveActed(GwsException failure) {
    GwsAnswer answer = failure.answer();
    return answer != null
        && !failure.refusesUser()
        && answer.httpStatus() != 503
        && answer.httpStatus() != 429;
  }
}
