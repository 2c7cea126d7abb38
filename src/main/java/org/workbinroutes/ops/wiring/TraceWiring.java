package org.workbinroutes.ops.wiring;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.workbinroutes.ledger.LedgerObserver;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ManagementOptions;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.traces.GwsCallSpans;
import org.workbinroutes.ops.traces.PlacementTraces;
import org.workbinroutes.ops.traces.TraceExport;

/** Traces, if they are asked for; otherwise none of their classes is loaded. */
final class TraceWiring implements CamelContextCustomizer {
  private final Configuration configuration;

  TraceWiring(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public int getOrder() {
    // before the ledger's observers are put together
    return HIGHEST;
  }

  @Override
  public void configure(CamelContext context) {
    if (configuration.get(ManagementOptions.TRACES).equals("none")) {
      return;
    }
    TraceExport export =
        new TraceExport(
            configuration.get(ManagementOptions.TRACES_ENDPOINT).toString(),
            configuration.get(ManagementOptions.TRACES_PERCENT),
            new Version().text(),
            configuration.get(WorkbinOptions.NODE));
    PlacementTraces traces = new PlacementTraces(export.tracer());
    context.getRegistry().bind("placementTraces", traces);
    context.getManagementStrategy().addEventNotifier(new GwsCallSpans(traces));
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            export.close();
          }
        });
  }

  /** What listens to the ledger for traces; empty if there are none. */
  static Optional<LedgerObserver> observer(CamelContext context) {
    return Optional.ofNullable(
        context.getRegistry().lookupByNameAndType("placementTraces", LedgerObserver.class));
  }
}
