package org.workbinroutes.ops.wiring;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;
import org.workbinroutes.intake.PlacementRequestParser;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;
import org.workbinroutes.placement.Confirmations;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementSteps;
import org.workbinroutes.placement.RetryPolicy;

/** The beans of the intakes, of the placement route and of the notifications route. */
public final class PlacementWiring implements CamelContextCustomizer {
  private final Configuration configuration;

  /**
   * Makes the wiring.
   *
   * @param configuration what holds
   */
  public PlacementWiring(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void configure(CamelContext context) {
    Ledger ledger = new MemoryLedger();
    RetryPolicy retries =
        new RetryPolicy(
            configuration.get(GwsOptions.RETRY_ATTEMPTS),
            configuration.get(GwsOptions.RETRY_TIME),
            configuration.get(GwsOptions.RETRY_FIRST_PAUSE),
            configuration.get(GwsOptions.RETRY_MAX_PAUSE));
    Registry registry = context.getRegistry();
    registry.bind("ledger", ledger);
    registry.bind("placementRequestParser", new PlacementRequestParser());
    registry.bind("placementSteps", new PlacementSteps(ledger, retries, Clock.systemUTC()));
    registry.bind("confirmations", new Confirmations(ledger));
  }
}
