package org.workbinroutes.placement;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the ledger can be read and written. Without it no intake can make a request safe. */
public final class LedgerHealthCheck extends AbstractHealthCheck {
  private final LedgerView ledger;

  public LedgerHealthCheck(LedgerView ledger) {
    super("workbin", "ledger");
    this.ledger = ledger;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    LedgerView.Health health = ledger.health();
    builder.detail("waiting", health.waiting());
    if (health.isUp()) {
      builder.up();
    } else {
      // the engine's own words can hold an address or a value: the log has them
      builder.message("The ledger cannot be read or written: see the log").down();
    }
  }
}
