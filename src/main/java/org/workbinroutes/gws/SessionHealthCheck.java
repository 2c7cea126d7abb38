package org.workbinroutes.gws;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether GWS lets us in. Decides on readiness until the first login: a node with a wrong password
 * never becomes ready, and one whose GWS is down later stays so.
 */
final class SessionHealthCheck extends AbstractHealthCheck {
  private final Supplier<GwsService> service;

  SessionHealthCheck(Supplier<GwsService> service) {
    super("gws", "gws-session");
    this.service = service;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    GwsService now = service.get();
    String trouble = now.sessionTrouble();
    boolean wasIn = now.wasLoggedIn();
    builder.detail("loggedInBefore", wasIn);
    if (trouble == null) {
      builder.up();
      return;
    }
    builder.message(trouble);
    if (wasIn && options.get(CHECK_KIND) == Kind.READINESS) {
      builder.detail("trouble", trouble).up();
    } else {
      builder.down();
    }
  }
}
