package org.workbinroutes.placement;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether GWS takes placements, as the log has it. Does not decide on readiness: requests are taken
 * in and wait.
 */
public final class PlacementsHealthCheck extends AbstractHealthCheck {
  private final GwsGate gate;

  public PlacementsHealthCheck(GwsGate gate) {
    super("gws", "gws-placements");
    this.gate = gate;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    gate.outage()
        .current()
        .ifPresent(
            outage -> {
              builder.message("GWS is down: " + outage.reason());
              builder.detail("since", outage.since().toString());
              gate.nextTry().ifPresent(next -> builder.detail("nextTry", next.toString()));
              builder.down();
            });
  }
}
