package org.workbinroutes.gws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of the Workbins API for one user at one GWS. Every method either returns an accepted
 * answer or throws the {@link GwsException} that says what to do.
 */
public final class GwsClient {
  private static final Logger LOG = LoggerFactory.getLogger(GwsClient.class);

  private final GwsSession session;
  private final WorkbinSubscriptions subscriptions;
  private final NotificationLink link;
  private final CallGuard guard;

  GwsClient(
      GwsSession session,
      WorkbinSubscriptions subscriptions,
      NotificationLink link,
      CallGuard guard) {
    this.guard = guard;
    this.session = session;
    this.subscriptions = subscriptions;
    this.link = link;
  }

  /**
   * Puts an interaction into a group workbin. While somebody consumes the notifications, the
   * workbin is subscribed first, so that the confirmation cannot be missed.
   *
   * @param call what and where to
   * @return GWS's answer: the request was passed on
   * @throws GwsException if it was not, or nobody knows
   */
  public GwsAnswer add(AddCall call) {
    if (link.hasListeners()) {
      try {
        if (!link.awaitSubscribed(call.workbin())) {
          LOG.debug("Placing into workbin {} without a subscription to it", call.workbin());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new GwsUnavailableException("Interrupted before the call was sent", null, e);
      }
    }
    GwsRequest request = WorkbinRequests.add(call).checkedBy(call::aboutToBeSent);
    return guard.call(() -> session.call(request).accepted());
  }

  /**
   * Takes an interaction out of a group workbin.
   *
   * @param call what and where from; its operation names the media
   * @return GWS's answer: the request was passed on
   * @throws GwsException if it was not, or nobody knows
   */
  public GwsAnswer pull(AddCall call) {
    GwsRequest request = WorkbinRequests.pull(call);
    return guard.call(() -> session.call(request).accepted());
  }

  /**
   * Asks for a group workbin's notifications, now and on every later connection.
   *
   * @param workbin the workbin
   */
  public void subscribe(GroupWorkbin workbin) {
    subscriptions.want(workbin);
  }

  /**
   * How far the subscription to a group workbin's notifications has come.
   *
   * @param workbin the workbin
   * @return the stage on the present connection
   */
  public SubscriptionStage subscription(GroupWorkbin workbin) {
    return subscriptions.stage(workbin);
  }

  /**
   * Reports a placement that was seen in its workbin and whose notification did not come. After two
   * in a row the workbin is subscribed again: GWS can lose a subscription and say nothing.
   *
   * @param workbin the workbin
   * @param ago how long ago GWS accepted the placement
   */
  public void notificationMissed(GroupWorkbin workbin, Duration ago) {
    subscriptions.missed(workbin, ago);
  }

  /**
   * Whether somebody consumes the notifications.
   *
   * @return true while there is a consumer, connected or not
   */
  public boolean isListening() {
    return link.hasListeners();
  }

  /**
   * Ends the subscription to a group workbin's notifications.
   *
   * @param workbin the workbin
   * @return GWS's answer: the request was passed on
   * @throws GwsException if it was not
   */
  public GwsAnswer unsubscribe(GroupWorkbin workbin) {
    subscriptions.forget(workbin);
    return session.call(WorkbinRequests.unsubscribe(workbin)).accepted();
  }

  /**
   * Reads what lies in a group workbin.
   *
   * @param workbin the workbin
   * @return its content
   * @throws GwsException if it could not be read
   */
  public WorkbinContent content(GroupWorkbin workbin) {
    return WorkbinContent.of(workbin, read(WorkbinRequests.content(workbin)));
  }

  /**
   * Lists the workbins the user can see. Where GWS refuses the list of all types, those of the
   * agent and the place are listed: group workbins that are missing then may be there.
   *
   * @return one map each, with GWS's fields: workbinName, id, displayName, uri, type
   * @throws GwsException if they could not be read
   */
  public List<Map<String, Object>> workbins() {
    List<Map<String, Object>> workbins = new ArrayList<>();
    if (listed().get("workbins") instanceof Collection<?> listed) {
      for (Object workbin : listed) {
        if (workbin instanceof Map<?, ?> fields) {
          Map<String, Object> copy = WorkbinContent.textKeys(fields);
          if (copy.get("name") != null) {
            // both are printed
            copy.putIfAbsent("workbinName", copy.get("name"));
          }
          workbins.add(copy);
        }
      }
    }
    return workbins;
  }

  private Map<String, Object> listed() {
    try {
      return read(WorkbinRequests.workbins());
    } catch (GwsException e) {
      if (!isRefused(e)) {
        throw e;
      }
      return read(WorkbinRequests.personalWorkbins());
    }
  }

  private static boolean isRefused(GwsException e) {
    int status = e.answer() == null ? 0 : e.answer().httpStatus();
    return e instanceof GwsRejectedException || status == 403 || status == 404;
  }

  /**
   * The state of the notification connection.
   *
   * @return the state at this moment
   */
  public LinkStatus notifications() {
    return link.status();
  }

  /**
   * Logs in, unless there is a session. A login that failed a moment ago is not tried again yet.
   *
   * @throws GwsException if that did not succeed; {@link GwsException#refusesUser()} tells whether
   *     somebody has to mend the user first
   */
  public void signIn() {
    session.login();
  }

  /**
   * Whether the present session is protected by a CSRF token.
   *
   * @return true if GWS gave one at the login
   */
  public boolean hasCsrfToken() {
    return session.login().csrf() != null;
  }

  private Map<String, Object> read(GwsRequest request) {
    try {
      return session.call(request).accepted().body();
    } catch (GwsUnknownOutcomeException e) {
      // Reading has no effect, so it can simply be done again.
      throw new GwsUnavailableException(e.getMessage(), e.answer(), e);
    }
  }
}
