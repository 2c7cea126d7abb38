package org.workbinroutes.gws;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells a connection that hears from one that is deaf: by the age of the last poll GWS answered
 * well and by the subscriptions it acknowledged, not by what the client believes of itself.
 */
final class NotificationHealthCheck extends AbstractHealthCheck {
  private final Supplier<GwsService> services;
  private final boolean readiness;

  /** The check of a consumer, which is as ready as its connection. */
  NotificationHealthCheck(GwsService service, String routeId) {
    super("gws", "gws-notifications-" + routeId);
    this.services = () -> service;
    this.readiness = true;
  }

  /** The check of a whole application, whose readiness it leaves to others. */
  NotificationHealthCheck(Supplier<GwsService> services) {
    super("gws", "gws-notifications");
    this.services = services;
    this.readiness = false;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return readiness;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    GwsService service = services.get();
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
    if (!readiness && !service.link().hasListeners()) {
      // another node hears for all
      builder.up();
    } else if (!service.link().isHearing()) {
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
    } else if (!status.silent().isEmpty()) {
      builder
          .message(
              "the notifications of workbin "
                  + status.silent().get(0)
                  + (status.silent().size() == 1
                      ? ""
                      : " and " + (status.silent().size() - 1) + " more")
                  + " did not come; it was subscribed again, and none has come since")
          .down();
    } else {
      builder.up();
    }
  }
}
