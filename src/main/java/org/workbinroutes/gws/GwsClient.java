package org.workbinroutes.gws;

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
          LOG.info(
              "Placing into workbin {} without a subscription to it: the confirmation may not come",
              call.workbin());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new GwsUnavailableException("Interrupted before the call was sent", null, e);
      }
    }
    return guard.call(
        () ->
            write(
                CallKind.ADD,
                call.workbin(),
                AddInteraction.wireForm(call.operation().wireName(), call, true)));
  }

  /**
   * Takes an interaction out of a group workbin.
   *
   * @param call what and where from; its operation names the media
   * @return GWS's answer: the request was passed on
   * @throws GwsException if it was not, or nobody knows
   */
  public GwsAnswer pull(AddCall call) {
    return guard.call(
        () ->
            write(
                CallKind.PULL,
                call.workbin(),
                AddInteraction.wireForm(call.operation().pullName(), call, false)));
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
   * Ends the subscription to a group workbin's notifications.
   *
   * @param workbin the workbin
   * @return GWS's answer: the request was passed on
   * @throws GwsException if it was not
   */
  public GwsAnswer unsubscribe(GroupWorkbin workbin) {
    subscriptions.forget(workbin);
    return write(CallKind.UNSUBSCRIBE, workbin, Map.of("operationName", "Unsubscribe"));
  }

  /**
   * Reads what lies in a group workbin.
   *
   * @param workbin the workbin
   * @return its content
   * @throws GwsException if it could not be read
   */
  public WorkbinContent content(GroupWorkbin workbin) {
    return WorkbinContent.of(workbin, read(GwsRequest.content(workbin)).body());
  }

  /**
   * Lists the workbins the user can see.
   *
   * @return one map each, with GWS's fields: workbinName, id, displayName, uri, type
   * @throws GwsException if they could not be read
   */
  public List<Map<String, Object>> workbins() {
    List<Map<String, Object>> workbins = new ArrayList<>();
    if (read(GwsRequest.workbins()).body().get("workbins") instanceof Collection<?> listed) {
      for (Object workbin : listed) {
        if (workbin instanceof Map<?, ?> fields) {
          workbins.add(WorkbinContent.textKeys(fields));
        }
      }
    }
    return workbins;
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
   * Whether the present session is protected by a CSRF token.
   *
   * @return true if GWS gave one at the login
   */
  public boolean hasCsrfToken() {
    return session.login().csrf() != null;
  }

  private GwsAnswer read(GwsRequest request) {
    try {
      return accepted(session.call(request));
    } catch (GwsUnknownOutcomeException e) {
      // Reading has no effect, so it can simply be done again.
      throw new GwsUnavailableException(e.getMessage(), e.answer(), e);
    }
  }

  private GwsAnswer write(CallKind kind, GroupWorkbin workbin, Map<String, Object> body) {
    return accepted(session.call(GwsRequest.operation(kind, workbin, body)));
  }

  private static GwsAnswer accepted(GwsAnswer answer) {
    return switch (answer.meaning()) {
      case ACCEPTED -> answer;
      case CONTENT_DECIDES ->
          throw new GwsContentDecidesException(
              "GWS says the item is in use or in its workbin already: " + answer.summary(),
              answer,
              null);
      case REJECTED ->
          throw new GwsRejectedException("GWS refused: " + answer.summary(), answer, null);
      case UNKNOWN ->
          throw new GwsUnknownOutcomeException(
              "GWS gave an answer without meaning: " + answer.summary(), answer, null);
      default ->
          throw new GwsUnavailableException("GWS could not: " + answer.summary(), answer, null);
    };
  }
}
