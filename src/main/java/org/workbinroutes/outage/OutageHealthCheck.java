package org.workbinroutes.outage;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while an outage lasts, with its beginning and its latest reason. */
public final class OutageHealthCheck extends AbstractHealthCheck {
  private final boolean decides;
  private final Supplier<Optional<Outage>> outage;

  /**
   * Makes a check.
   *
   * @param decides whether the node is neither live nor ready during the outage
   * @param outage the one that lasts, if there is one
   */
  public OutageHealthCheck(String id, boolean decides, Supplier<Optional<Outage>> outage) {
    super("workbin", id);
    this.decides = decides;
    this.outage = outage;
  }

  @Override
  public boolean isLiveness() {
    return decides;
  }

  @Override
  public boolean isReadiness() {
    return decides;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    outage
        .get()
        .ifPresentOrElse(
            lasting ->
                builder
                    .detail("since", lasting.since().toString())
                    .message(lasting.reason())
                    .down(),
            builder::up);
  }
}
