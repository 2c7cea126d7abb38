package org.workbinroutes.simulator;

import java.util.function.Supplier;

/** Makes things go wrong in a {@link WorkspaceSimulator}. Faults stay until they are used up. */
public final class WorkspaceFaults {
  private final RestFaults calls = new RestFaults();
  private final Allowance lostChanges = new Allowance();
  private final Allowance lostAnswers = new Allowance();
  private final Exchange.Hung hung = new Exchange.Hung();
  private final WorkspaceState state;
  private final WorkspaceAuthServlet auth;
  private volatile String lostAnswer;
  private volatile WorkspaceBayeux bayeux;

  WorkspaceFaults(WorkspaceState state, WorkspaceAuthServlet auth) {
    this.state = state;
    this.auth = auth;
  }

  /**
   * Workbin calls. {@link Fault#forOperation} takes the function's name, for example {@code
   * add-interaction}.
   *
   * @param fault what happens
   * @param times how often
   * @return the armed fault
   */
  public ArmedFault onCall(Fault fault, int times) {
    return calls.arm(fault, times);
  }

  /**
   * Forgets all sessions. Their calls are accepted as before and do nothing; their polls are
   * answered as before.
   */
  public void expireSessions() {
    state.forgetSessions();
  }

  /** Ends all Bayeux sessions. */
  public void expireBayeuxSessions() {
    bayeux.expireSessions();
  }

  /** Sends nothing more to the Bayeux sessions there are, whose polls are answered as before. */
  public void deafen() {
    bayeux.deafen();
  }

  /**
   * Loses events that tell of a workbin's change.
   *
   * @param times how many
   */
  public void loseChanges(int times) {
    lostChanges.set(times);
  }

  /**
   * Loses events that answer a call.
   *
   * @param name of the event, for example {@code EventWorkbinContent}
   * @param times how many
   */
  public void loseAnswers(String name, int times) {
    lostAnswer = name;
    lostAnswers.set(times);
  }

  /**
   * Leads logins to another place.
   *
   * @param beforeForm address that is given for the sign-in page; null for the right one
   * @param afterForm origin to which a login is led after the form; null for the right one
   */
  public void leadLoginsElsewhere(String beforeForm, String afterForm) {
    auth.leadElsewhere(beforeForm, afterForm);
  }

  RestFaults calls() {
    return calls;
  }

  boolean losesChange() {
    return lostChanges.take();
  }

  boolean losesAnswer(String name) {
    return name.equals(lostAnswer) && lostAnswers.take();
  }

  void fail(Exchange exchange, Fault fault) {
    Supplier<Reply> asSaid =
        () -> Reply.text(fault.code(), fault.contentType(), fault.body()).with(fault.headers());
    switch (fault.kind()) {
      case ANSWER, UNAUTHORIZED -> exchange.send(asSaid.get());
      case CUT_BODY -> exchange.sendCut(asSaid.get());
      case RESET -> exchange.reset();
      case HANG -> exchange.hang(hung);
      case DRIP -> exchange.drip(hung);
      case STATUS_CODE, SLOW ->
          throw new IllegalArgumentException(fault.kind() + " is no fault of this API");
    }
  }

  void serving(WorkspaceBayeux now) {
    bayeux = now;
  }

  void releaseHung() {
    hung.releaseAll();
  }
}
