package org.workbinroutes.simulator.junit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.workbinroutes.simulator.ArmedFault;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.LoggedRequest;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * A simulator of Genesys Web Services as a test sees it: where it is, what was called, what was
 * placed, and how to make it fail. Safe for use by many threads. {@link #simulator()} leads to
 * everything else.
 */
public final class SimulatedGws {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SimulatorServer simulator;
  private final Duration addDelay;
  private final String username;
  private final String password;

  SimulatedGws(SimulatorServer simulator, Duration addDelay, String username, String password) {
    this.simulator = simulator;
    this.addDelay = addDelay;
    this.username = username;
    this.password = password;
  }

  /**
   * The base address, for the option {@code url} of the gws component.
   *
   * @return for example {@code http://127.0.0.1:40123}, without a slash at the end
   */
  public String url() {
    return simulator.url();
  }

  /**
   * Who can log in.
   *
   * @return the name of the user
   */
  public String username() {
    return username;
  }

  /**
   * What he logs in with.
   *
   * @return his password
   */
  public String password() {
    return password;
  }

  // what happened

  /**
   * What was called.
   *
   * @return all requests since the start or the last {@link #reset()}, Bayeux messages included, in
   *     the order in which their answers were decided
   */
  public List<LoggedRequest> requests() {
    return simulator.requests();
  }

  /**
   * The calls that asked to add an interaction to a workbin, those that were refused and those that
   * met a fault included.
   *
   * @return the calls since the start or the last {@link #reset()}
   */
  public List<LoggedRequest> addCalls() {
    return requests().stream()
        .filter(request -> request.operation() != null && request.operation().startsWith("Add"))
        .toList();
  }

  /**
   * How often an interaction was really put into a workbin by a call. More than once is what a
   * client has to avoid.
   *
   * @param interactionId the interaction
   * @return how often since the start or the last {@link #reset()}
   */
  public long timesPlaced(String interactionId) {
    return addCalls().stream()
        .filter(request -> request.effect() && interactionId.equals(request.interactionId()))
        .count();
  }

  /**
   * What lies in a group workbin now.
   *
   * @param bin the workbin
   * @return ids of interactions in the order in which they came; empty if there is no such workbin
   */
  public List<String> placed(BinAddress bin) {
    return simulator.contents(bin);
  }

  // what others do

  /**
   * Somebody else puts an interaction into a group workbin; its subscribers are notified.
   *
   * @param bin the workbin
   * @param interactionId the interaction
   * @throws IllegalArgumentException if there is no such workbin
   * @throws IllegalStateException if the interaction is there already
   */
  public void put(BinAddress bin, String interactionId) {
    if (!simulator.put(bin, interactionId)) {
      throw new IllegalStateException(interactionId + " is already in " + bin);
    }
  }

  /**
   * Somebody else takes an interaction out of a group workbin; its subscribers are notified.
   *
   * @param bin the workbin
   * @param interactionId the interaction
   * @throws IllegalArgumentException if there is no such workbin
   * @throws IllegalStateException if the interaction is not there
   */
  public void take(BinAddress bin, String interactionId) {
    if (!simulator.take(bin, interactionId)) {
      throw new IllegalStateException(interactionId + " is not in " + bin);
    }
  }

  /**
   * Tells the subscribers once more that an interaction was added, as GWS can after a poll whose
   * answer got lost.
   *
   * @param bin where it lies
   * @param interactionId the interaction
   * @throws IllegalArgumentException if there is no such workbin
   * @throws IllegalStateException if the interaction is not there
   */
  public void redeliver(BinAddress bin, String interactionId) {
    if (!simulator.redeliver(bin, interactionId)) {
      throw new IllegalStateException(interactionId + " is not in " + bin);
    }
  }

  /**
   * Waits, 10 s at most, until somebody would hear of a change of a group workbin. What changes
   * before is told to nobody, as with the real GWS.
   *
   * @param bin the workbin
   * @throws IllegalStateException if nobody has subscribed in time, or the thread is interrupted
   */
  public void awaitListener(BinAddress bin) {
    long begin = System.nanoTime();
    while (simulator.listeners(bin) == 0) {
      if (System.nanoTime() - begin > PATIENCE_NANOS || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("Nobody listens to " + bin);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  // what goes wrong

  /**
   * Add calls are refused by GWS itself, without effect.
   *
   * @param statusCode for example 3 (forbidden) or 4 (internal error)
   * @param times how many calls
   * @return tells how many were refused so far
   */
  public ArmedFault refuseAdds(int statusCode, int times) {
    return simulator.faults().onAdd(Fault.statusCode(statusCode), times);
  }

  /**
   * Add calls are answered with an HTTP status, without effect.
   *
   * @param httpStatus for example 503
   * @param times how many calls
   * @return tells how many failed so far
   */
  public ArmedFault failAdds(int httpStatus, int times) {
    return simulator.faults().onAdd(Fault.httpStatus(httpStatus), times);
  }

  /**
   * Add calls are carried out, and their connections reset instead of an answer: the caller cannot
   * know.
   *
   * @param times how many calls
   * @return tells how many answers were lost so far
   */
  public ArmedFault loseAnswers(int times) {
    return simulator.faults().onAdd(Fault.reset().withEffect(), times);
  }

  /**
   * Add calls take longer, until {@link #reset()}.
   *
   * @param delay time between request and effect
   */
  public void slowAdds(Duration delay) {
    simulator.addDelay(delay);
  }

  /** Ends all sessions: whoever comes next has to log in and to subscribe again. */
  public void endSessions() {
    simulator.faults().expireHttpSessions();
  }

  /** Cuts the connections on which clients wait for notifications. Their sessions stay. */
  public void cutConnections() {
    simulator.faults().cutHeldPolls();
  }

  /**
   * Loses notifications on their way.
   *
   * @param times how many
   */
  public void loseNotifications(int times) {
    simulator.faults().dropNotifications(times);
  }

  /** Stops the server: nothing listens, all sessions are gone. What was placed stays. */
  public void stop() {
    simulator.stop();
  }

  /** Starts the server after {@link #stop()}, at the same address. */
  public void start() {
    simulator.start();
  }

  /**
   * As a test finds it: the server runs, no faults, the delay as in the annotation, empty workbins,
   * no requests. Sessions stay.
   */
  public void reset() {
    simulator.start();
    simulator.faults().clear();
    simulator.addDelay(addDelay);
    simulator.clearContents();
    simulator.clearRequests();
  }

  /**
   * Everything else: more faults, more workbins, interactions with media and user data, counters.
   *
   * @return the simulator; its end is not yours
   */
  public SimulatorServer simulator() {
    return simulator;
  }
}
