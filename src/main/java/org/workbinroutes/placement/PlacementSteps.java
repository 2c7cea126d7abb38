package org.workbinroutes.placement;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.AddCall;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsContentDecidesException;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.gws.WorkbinContent;
import org.workbinroutes.outage.OutageLog;

/**
 * The steps of the placement route between the calls to GWS. The exchange carries the request from
 * step to step in properties; the ledger is told before and after every call.
 */
public final class PlacementSteps {
  /** Exchange property: where the request came from, see {@link Placement#source()}. */
  public static final String SOURCE = "workbinSource";

  /** Exchange property: the request that is being placed. */
  public static final String REQUEST = "workbinRequest";

  /** Exchange property: whether an AddInteraction call is to be made (again). */
  public static final String AGAIN = "workbinAgain";

  /** Exchange property: the {@link Duration} to wait before the next call or look. */
  public static final String PAUSE = "workbinPause";

  /** Exchange property: whether the workbin must be looked into before the next call. */
  public static final String UNCLEAR = "workbinUnclear";

  /**
   * Exchange property: the notification of a placement that was found in its workbin; absent if
   * none was, or if it is confirmed already.
   */
  public static final String FOUND = "workbinFound";

  /** Exchange property: whether the request id was used before for another content. */
  public static final String CONFLICT = "workbinConflict";

  private static final String FAILURE = "workbinFailure";
  private static final String BUDGET = "workbinRetryBudget";
  private static final String ATTEMPTS = "workbinAttempts";

  /** Exchange property: whether GWS asked for the {@link #PAUSE}, which is not counted then. */
  private static final String ASKED = "workbinAskedToWait";

  /** Exchange property: the call of which the ledger was told last. */
  private static final String CALL = "workbinCall";

  /** Exchange property: the first call, if the ledger was told of it with the request. */
  private static final String NOTED_CALL = "workbinNotedCall";

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
   * @param ledger where placements are kept
   * @param retries how often a call is tried again
   * @param gate where calls wait while GWS is down
   * @param inFlight what this process is placing
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

  /**
   * Has the number of calls that were not the first of their placement shown.
   *
   * @param registry where
   */
  public void showIn(MeterRegistry registry) {
    FunctionCounter.builder("workbin.placements.retries", repeated, LongAdder::sum)
        .description("AddInteraction calls that were not the first of their placement")
        .register(registry);
  }

  /**
   * Enters the request in the ledger. A request that is known is not placed again; its placement is
   * the result.
   *
   * @param request the request
   * @param source where it came from
   * @param exchange the exchange
   * @return the placement
   */
  public Placement receive(
      PlacementRequest request, @ExchangeProperty(SOURCE) String source, Exchange exchange) {
    String from = source == null ? "route" : source;
    Optional<AddCall> call = firstCall(request);
    Ledger.Entry entry =
        call.isPresent() ? ledger.receiveAndSend(request, from) : ledger.receive(request, from);
    if (entry.kind() == Ledger.Entry.Kind.NEW) {
      inFlight.begin(request.requestId(), exchange);
      noteCall(call, entry.placement(), exchange);
    }
    exchange.setProperty(REQUEST, request);
    exchange.setProperty(AGAIN, entry.kind() == Ledger.Entry.Kind.NEW);
    exchange.setProperty(CONFLICT, entry.kind() == Ledger.Entry.Kind.CONFLICT);
    exchange.setProperty(UNCLEAR, false);
    exchange.setProperty(PAUSE, Duration.ZERO);
    return entry.placement();
  }

  /**
   * The first call of a request that is about to be entered, if it can follow at once, so that the
   * ledger is told of both with one write. The claim on the request counts from now on.
   *
   * @param request the request
   * @return empty while calls wait for GWS: it is not known then when they can be made
   */
  public Optional<AddCall> firstCall(PlacementRequest request) {
    return gate.isOpen() || gate.outage().current().isPresent()
        ? Optional.empty()
        : Optional.of(claimedCall(request));
  }

  private static void noteCall(Optional<AddCall> call, Placement entered, Exchange exchange) {
    if (call.isPresent()) {
      exchange.setProperty(NOTED_CALL, call.get());
      exchange.setProperty(ATTEMPTS, entered.attempts());
    }
  }

  /**
   * Prepares an exchange for the route {@code place}: for a request that was entered a moment ago
   * with its call, which surely was not made yet, or as {@link #takeUp} does.
   *
   * @param entered a placement in state RECEIVED that this node has claimed
   * @param call its call, if the ledger was told of it with the request
   * @param exchange the exchange
   */
  static void begin(Placement entered, Optional<AddCall> call, Exchange exchange) {
    takeUp(entered, exchange);
    if (call.isPresent()) {
      exchange.setProperty(UNCLEAR, false);
      noteCall(call, entered, exchange);
    }
  }

  /**
   * Prepares an exchange for the route {@code place}. A request that was sent before may lie in its
   * workbin already, so that the workbin is looked into first.
   *
   * @param open a placement in state RECEIVED that this node has claimed
   * @param exchange the exchange
   */
  static void takeUp(Placement open, Exchange exchange) {
    exchange.setProperty(REQUEST, open.request());
    exchange.setProperty(SOURCE, open.source());
    exchange.setProperty(CONFLICT, false);
    exchange.setProperty(AGAIN, true);
    exchange.setProperty(UNCLEAR, open.attempts() > 0);
    exchange.setProperty(ATTEMPTS, open.attempts());
    exchange.setProperty(PAUSE, Duration.ZERO);
  }

  /**
   * Waits for the next try and while the circuit is open, then notes that the call is about to be
   * made, unless that was noted a moment ago when the request came in. The wait does not count as
   * time in which the placement was tried.
   *
   * @param request the request
   * @param exchange the exchange
   * @return the request, for {@code gws:add}, which is not sent when it had to wait for too long
   * @throws Ledger.NotOpenException if it must not be sent any more
   * @throws GwsGate.ClosedException if the product stops meanwhile
   */
  public AddCall send(@ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    Object noted = exchange.removeProperty(NOTED_CALL);
    exchange.setProperty(CALL, noted);
    if (gate.isOpen()) {
      takeBackUnlessSent(request, exchange);
    }
    awaitTurn(exchange);
    hearing.accept(request.workbin());
    budget(exchange).begins(clock.instant(), gate.outage().answers());
    exchange.setProperty(AGAIN, false);
    if (exchange.getProperty(CALL) instanceof AddCall first) {
      return first;
    }
    AddCall call = claimedCall(request);
    int known = exchange.getProperty(ATTEMPTS, 0, Integer.class);
    int attempts = ledger.sending(request.requestId()).attempts();
    exchange.setProperty(ATTEMPTS, attempts);
    exchange.setProperty(CALL, call);
    if (attempts != known + 1) {
      // while this one waited, its claim ended and another node called
      throw new ClaimedCall.ClaimOverException(request.requestId());
    }
    if (attempts > 1) {
      repeated.increment();
    }
    return call;
  }

  /**
   * Goes on after a call that was not sent because it had waited for too long: another node may
   * have made it meanwhile, so that the workbin is looked into, and then the ledger is asked
   * whether this node may.
   *
   * @param request the request
   * @param exchange the exchange
   * @return the placement; the properties say what comes next
   */
  public Placement claimAgain(
      @ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    takeBackUnlessSent(request, exchange);
    exchange.setProperty(AGAIN, true);
    exchange.setProperty(UNCLEAR, true);
    exchange.setProperty(PAUSE, Duration.ZERO);
    exchange.removeProperty(FAILURE);
    LOG.warn(
        "{}",
        exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class).getMessage());
    return ledger.find(request.requestId()).orElseThrow();
  }

  /**
   * Goes on after a call that was not sent because the circuit opened before its turn came.
   *
   * @param request the request
   * @param exchange the exchange
   * @return the placement; the properties say what comes next
   */
  public Placement waitForGws(
      @ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    takeBackUnlessSent(request, exchange);
    exchange.setProperty(AGAIN, true);
    exchange.setProperty(PAUSE, Duration.ZERO);
    return ledger.find(request.requestId()).orElseThrow();
  }

  /**
   * Leaves the request as the ledger has it: it was confirmed meanwhile, another node has it, it
   * was given up, or the product stops.
   *
   * @param request the request
   * @param exchange the exchange
   * @return the placement as it stands
   */
  public Placement asItStands(
      @ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    takeBackUnlessSent(request, exchange);
    exchange.setProperty(AGAIN, false);
    return ledger.find(request.requestId()).orElseThrow();
  }

  /**
   * Notes that GWS passed the request on.
   *
   * @param answer GWS's answer
   * @param request the request
   * @return the placement
   */
  public Placement accept(GwsAnswer answer, @ExchangeProperty(REQUEST) PlacementRequest request) {
    return ledger.accepted(request.requestId(), answer.referenceId());
  }

  /**
   * Notes that GWS refused the request.
   *
   * @param request the request
   * @param exchange the exchange, with the refusal
   * @return the placement
   */
  public Placement reject(@ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    return ledger.rejected(request.requestId(), caught(exchange).getMessage());
  }

  /**
   * Decides whether to try again after GWS could not take the request. Where GWS failed in the
   * middle of its work, the workbin is looked into before the next call.
   *
   * @param request the request
   * @param exchange the exchange, with the failure
   * @return the placement; the properties say what comes next
   */
  public Placement retry(@ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    GwsException failure = caught(exchange);
    boolean sent = !takeBackUnlessSent(request, exchange);
    Placement now = ledger.find(request.requestId()).orElseThrow();
    RetryBudget budget = budget(exchange);
    Blame blame = blame(failure, sent, budget);
    if (blame == Blame.REQUEST) {
      budget.callFailed(clock.instant());
    }
    boolean unclear = sent && mayHaveActed(failure);
    if (now.state() != PlacementState.RECEIVED || (budget.isExhausted() && !unclear)) {
      return giveUpUnlessSettled(now, failure);
    }
    lookOrCall(exchange, unclear, failure, blame, sent);
    return now;
  }

  /**
   * Has the workbin's content decide what became of a call whose outcome is unknown, or that GWS
   * refused because the item may be there already.
   *
   * @param request the request
   * @param exchange the exchange, with the failure
   * @return the placement; the properties say what comes next
   */
  public Placement doubt(@ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    GwsException failure = caught(exchange);
    boolean sent = !takeBackUnlessSent(request, exchange);
    Placement now = ledger.find(request.requestId()).orElseThrow();
    if (failure instanceof GwsContentDecidesException) {
      exchange.setProperty(AGAIN, true);
      exchange.setProperty(UNCLEAR, true);
      exchange.setProperty(PAUSE, Duration.ZERO);
      exchange.setProperty(FAILURE, failure);
      return now;
    }
    RetryBudget budget = budget(exchange);
    Blame blame = blame(failure, sent, budget);
    if (blame == Blame.REQUEST) {
      budget.callFailed(clock.instant());
    }
    lookOrCall(exchange, true, failure, blame, sent);
    return now;
  }

  /**
   * Waits for the next look into the workbin, as a call does.
   *
   * @param request the request
   * @param exchange the exchange
   * @return the request, for {@code gws:content}
   * @throws GwsGate.ClosedException if the product stops meanwhile
   */
  public PlacementRequest look(
      @ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    awaitTurn(exchange);
    budget(exchange).begins(clock.instant(), gate.outage().answers());
    return request;
  }

  /**
   * Decides by the workbin's content.
   *
   * @param content what lies in the workbin
   * @param request the request
   * @param failure what made us look; null after a restart
   * @param exchange the exchange
   * @return the placement; the properties say what comes next
   */
  public Placement decide(
      WorkbinContent content,
      @ExchangeProperty(REQUEST) PlacementRequest request,
      @ExchangeProperty(FAILURE) GwsException failure,
      Exchange exchange) {
    exchange.setProperty(AGAIN, false);
    exchange.setProperty(UNCLEAR, false);
    exchange.removeProperty(FOUND);
    gate.lookSucceeded();
    if (content.contains(request.interactionId())) {
      gate.outage().answered();
      Placement accepted = ledger.accepted(request.requestId(), null);
      if (accepted.state() != PlacementState.CONFIRMED) {
        exchange.setProperty(FOUND, SyntheticNotification.of(request));
      }
      return accepted;
    }
    if (failure instanceof GwsContentDecidesException) {
      return ledger.rejected(request.requestId(), failure.getMessage());
    }
    Placement now = ledger.find(request.requestId()).orElseThrow();
    if (now.state() != PlacementState.RECEIVED || budget(exchange).isExhausted()) {
      return giveUpUnlessSettled(now, failure);
    }
    // The pause was before the look.
    exchange.setProperty(AGAIN, true);
    exchange.setProperty(PAUSE, Duration.ZERO);
    return now;
  }

  /**
   * Decides what to do when the workbin could not be read: look again later, and never call again
   * without having looked.
   *
   * @param request the request
   * @param exchange the exchange, with the failure to read
   * @return the placement; the properties say what comes next
   */
  public Placement lookAgain(
      @ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    GwsException failure = caught(exchange);
    gate.lookFailed(failure);
    RetryBudget budget = budget(exchange);
    boolean sent = !(failure instanceof GwsUnavailableException) || failure.answer() != null;
    Blame blame = blame(failure, sent, budget);
    if (blame == Blame.REQUEST) {
      budget.lookFailed(clock.instant());
    }
    Placement now = ledger.find(request.requestId()).orElseThrow();
    if (now.state() != PlacementState.RECEIVED
        || (blame == Blame.REQUEST && budget.isExhausted())) {
      exchange.setProperty(AGAIN, false);
      return giveUpUnlessSettled(now, failure);
    }
    Object unknown = exchange.getProperty(FAILURE);
    lookOrCall(exchange, true, failure, blame, sent);
    exchange.setProperty(FAILURE, unknown);
    return now;
  }

  /**
   * Whether the placement was given up.
   *
   * @param placement the placement
   * @return true if it failed for good
   */
  public boolean isGivenUp(Placement placement) {
    return placement.state() == PlacementState.FAILED;
  }

  private AddCall claimedCall(PlacementRequest request) {
    return new ClaimedCall(request, claim.dividedBy(2), clock, timeOfDay);
  }

  private RetryBudget budget(Exchange exchange) {
    RetryBudget budget = exchange.getProperty(BUDGET, RetryBudget.class);
    if (budget == null) {
      budget = new RetryBudget(retries);
      exchange.setProperty(BUDGET, budget);
    }
    return budget;
  }

  private void awaitTurn(Exchange exchange) {
    Instant before = clock.instant();
    gate.pause(exchange.getProperty(PAUSE, Duration.ZERO, Duration.class));
    Instant paused = clock.instant();
    gate.awaitTurn();
    boolean asked = exchange.getProperty(ASKED, false, Boolean.class);
    budget(exchange).excuse(Duration.between(asked ? before : paused, clock.instant()));
  }

  /**
   * Takes a call back of which the ledger was told and that was not sent: attempts are calls that
   * went out.
   *
   * @return false if it was sent, or none was noted
   */
  private boolean takeBackUnlessSent(PlacementRequest request, Exchange exchange) {
    if (!(exchange.removeProperty(CALL) instanceof ClaimedCall call) || call.wasSent()) {
      return false;
    }
    int noted = exchange.getProperty(ATTEMPTS, 0, Integer.class);
    ledger.notSent(request.requestId());
    // not what the ledger has: if another node called meanwhile, the next call must find out
    exchange.setProperty(ATTEMPTS, noted - 1);
    return true;
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

  private Blame blame(GwsException failure, boolean sent, RetryBudget budget) {
    boolean others = budget.othersWereAnswered(gate.outage().answers());
    if (!sent || failure.refusesUser()) {
      return others && !failure.refusesUser() ? Blame.CONNECTION : Blame.OUTAGE;
    }
    return others || (failure.isAnswerToCall() && gate.isClosed()) ? Blame.REQUEST : Blame.OUTAGE;
  }

  private void lookOrCall(
      Exchange exchange, boolean unclear, GwsException failure, Blame blame, boolean sent) {
    RetryBudget budget = budget(exchange);
    if (blame != Blame.REQUEST) {
      budget.outage();
    }
    Duration pause = gate.isOpen() ? asked(failure) : budget.pause(failure.retryAfter());
    exchange.setProperty(AGAIN, true);
    exchange.setProperty(UNCLEAR, unclear);
    exchange.setProperty(PAUSE, pause);
    exchange.setProperty(ASKED, failure.retryAfter() != null);
    exchange.setProperty(FAILURE, failure);
    String requestId = exchange.getProperty(REQUEST, PlacementRequest.class).requestId();
    Duration next = untilNextTry(pause);
    inFlight.waits(requestId, failure.getMessage(), timeOfDay.instant(), next);
    if (blame == Blame.OUTAGE) {
      gate.outage().failed(failure, sent, () -> consequence(next));
    }
    LOG.debug(
        "{} in {} ms: {}",
        unclear ? "Looking into the workbin" : "Calling again",
        pause.toMillis(),
        failure.getMessage());
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

  private Placement giveUpUnlessSettled(Placement now, GwsException failure) {
    if (now.state() != PlacementState.RECEIVED) {
      // Its notification came while the answer was lost.
      return now;
    }
    String why = failure == null ? "its calls are used up" : failure.getMessage();
    LOG.warn(
        "Request {} could not be placed after {} calls: {}",
        now.request().requestId(),
        now.attempts(),
        why);
    return ledger.failed(now.request().requestId(), why);
  }

  /** Whether GWS may have placed the interaction although it answered with a failure. */
  private static boolean mayHaveActed(GwsException failure) {
    GwsAnswer answer = failure.answer();
    return answer != null
        && !failure.refusesUser()
        && answer.httpStatus() != 503
        && answer.httpStatus() != 429;
  }

  private static GwsException caught(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, GwsException.class);
  }
}
