package org.workbinroutes.ops.wiring;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;
import org.workbinroutes.intake.PlacementRequestParser;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.placement.Confirmations;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementSteps;
import org.workbinroutes.placement.RetryPolicy;

/** The beans that the routes {@code placement}, {@code notifications} and the intakes name. */
final class PlacementPart implements CamelContextCustomizer {
  private final Configuration options;
  private final Ledger ledger;
  private final Clock clock;

  PlacementPart(Configuration options, Ledger ledger, Clock clock) {
    this.options = options;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    registry.bind("ledger", ledger);
    registry.bind("placementRequestParser", new PlacementRequestParser());
    registry.bind("placementSteps", new PlacementSteps(ledger, retries(), clock));
    registry.bind("confirmations", new Confirmations(ledger));
  }

  private RetryPolicy retries() {
    return new RetryPolicy(
        options.get(WorkbinOptions.RETRY_ATTEMPTS),
        options.get(WorkbinOptions.RETRY_TIME),
        options.get(WorkbinOptions.RETRY_FIRST_PAUSE),
        options.get(WorkbinOptions.RETRY_MAX_PAUSE));
  }
}
