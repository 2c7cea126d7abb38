package org.workbinroutes.ops.cluster;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.workbinroutes.outage.Outage;

/** Whether a node can be elected, be it this one or another. */
final class ElectionHealthCheck extends AbstractHealthCheck {
  private final PostgresClusterView view;

  ElectionHealthCheck(PostgresClusterView view) {
    super("workbin", "election-" + view.getNamespace());
    this.view = view;
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
    Optional<Outage> outage = view.outage();
    if (outage.isPresent()) {
      builder.detail("since", outage.get().since().toString());
      // the reason can hold an address or a name: the log has them
      builder.message("No node can be elected: see the log").down();
    } else {
      builder.up();
    }
  }
}
