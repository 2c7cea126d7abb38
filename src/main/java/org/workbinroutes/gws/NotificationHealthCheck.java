package org.workbinroutes.gws;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells a connection that hears from one that is deaf: by the age of the last poll GWS answered
 * well and by the subscriptions it acknowledged, not by what the client believes of itself.
 */
final class NotificationHealthCheck extends AbstractHealthCheck {
  private final GwsService service;

  NotificationHealthCheck(GwsService service, String routeId) {
    super("gws", "gws-notifications-" + routeId);
    this.service = service;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    LinkStatus status = service.link().status();
    builder.detail("state", status.state().name());
    builder.detail("connections", status.connections());
    builder.detail("subscribed", status.subscribed());
    builder.detail("wanted", status.wanted());
    if (status.sinceLastPoll() != null) {
      builder.detail("sinceLastPollMillis", status.sinceLastPoll().toMillis());
    }
    if (status.sinceLastNotification() != null) {
      builder.detail("sinceLastNotificationMillis", status.sinceLastNotification().toMillis());
    }
    if (!service.link().isHearing()) {
      builder
          .message(
              status.trouble() == null
                  ? "no notifications: " + status.state()
                  : "no notifications: " + status.trouble())
          .down();
    } else if (status.subscribed() < status.wanted()) {
      builder
          .message(
              (status.wanted() - status.subscribed())
                  + " workbin subscriptions are not acknowledged by GWS")
          .down();
    } else {
      builder.up();
    }
  }
}
