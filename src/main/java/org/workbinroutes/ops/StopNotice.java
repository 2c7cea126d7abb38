package org.workbinroutes.ops;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Says that the product is not ready any more, before it takes nothing any more. */
final class StopNotice extends AbstractHealthCheck {
  private volatile boolean given;

  StopNotice() {
    super("workbin", "stopping");
  }

  /** From now on it is not ready. */
  void give() {
    given = true;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    if (given) {
      builder.message("it was asked to stop").down();
    } else {
      builder.up();
    }
  }
}
