package org.workbinroutes.ops.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.LifecycleStrategySupport;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.SteadyClock;
import org.workbinroutes.intake.PlacementRequestParser;
import org.workbinroutes.ledger.DeadLetters;
import org.workbinroutes.ledger.LedgerMeters;
import org.workbinroutes.ledger.LedgerObserver;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.ledger.PostgresSubscriptionBoard;
import org.workbinroutes.ops.ManagedService;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.placement.Confirmations;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementGauges;
import org.workbinroutes.placement.PlacementSteps;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.Placements;
import org.workbinroutes.placement.RecentWorkbins;
import org.workbinroutes.placement.Reconciler;
import org.workbinroutes.placement.Recovery;
import org.workbinroutes.placement.RetryPolicy;
import org.workbinroutes.placement.SharedSubscriptions;
import org.workbinroutes.placement.SubscriptionBoard;
import org.workbinroutes.placement.WaitReasons;

/**
 * The beans of the intakes and of the routes placement, recovery, reconciliation and notifications,
 * with the ledger they share. The ledger is opened before the routes are read and closed after all
 * of them have stopped.
 */
public final class PlacementWiring implements ManagedService, CamelContextCustomizer {
  /** While one placement has the connection, the other waits for the ledger. */
  private static final int PLACERS_A_CONNECTION = 2;

  private static final int TELLERS = 8;

  private final Configuration configuration;
  private final GwsGate gate;
  private final LateObserver observer = new LateObserver();
  private Ledger ledger;

  public PlacementWiring(Configuration configuration) {
    this.configuration = configuration;
    this.gate =
        new GwsGate(
            new GwsGate.Settings(
                configuration.get(GwsOptions.CONNECTIONS),
                configuration.get(GwsOptions.MAX_RATE),
                configuration.get(GwsOptions.BREAKER_FAILURES),
                configuration.get(GwsOptions.BREAKER_WINDOW),
                configuration.get(GwsOptions.BREAKER_PAUSE)));
  }

  /** The gate before all calls. */
  public GwsGate gate() {
    return gate;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public void start() {
    open();
  }

  @Override
  public synchronized void stop() {
    if (ledger != null) {
      ledger.close();
    }
  }

  @Override
  public void configure(CamelContext context) {
    Ledger book = open();
    Clock clock = Clock.systemUTC();
    ExecutorServiceManager executors = context.getExecutorServiceManager();
    PlacementWatch watch =
        new PlacementWatch(
            book,
            executors.newSingleThreadScheduledExecutor(this, "placement-watch"),
            executors.newThreadPool(
                this, "placement-tellers", unbounded("placement-tellers", TELLERS)));
    InFlight inFlight = new InFlight();
    Registry registry = context.getRegistry();
    PlacementSteps steps =
        new PlacementSteps(
            book,
            retries(),
            gate,
            inFlight,
            new SteadyClock(),
            configuration.get(WorkbinOptions.LEDGER_LEASE),
            clock,
            hearing(context));
    LedgerObserver seen =
        TraceWiring.observer(context)
            .orElse(LedgerObserver.NONE)
            .and(
                new LedgerObserver() {
                  @Override
                  public void moved(Placement before, Placement after) {
                    watch.accept(after);
                  }
                });
    MeterRegistry meters = registry.findSingleByType(MeterRegistry.class);
    if (meters != null) {
      seen = seen.and(new LedgerMeters(meters));
      gate.showIn(meters);
      steps.showIn(meters);
      new PlacementGauges(book, System::nanoTime).showIn(meters);
    }
    observer.become(seen);
    registry.bind("ledger", book);
    registry.bind("gwsGate", gate);
    registry.bind("placementRequestParser", new PlacementRequestParser());
    registry.bind("placementLoop", steps);
    registry.bind("confirmations", new Confirmations(book));
    registry.bind("deadLetters", new DeadLetters());
    registry.bind("waitReasons", new WaitReasons(inFlight, gate));
    registry.bind(
        "reconciler",
        new Reconciler(
            book,
            configuration.get(WorkbinOptions.CONFIRM_TIMEOUT),
            () -> context.getComponent("gws", GwsComponent.class).client().notifications().gaps(),
            (workbin, ago) ->
                context
                    .getComponent("gws", GwsComponent.class)
                    .client()
                    .notificationMissed(workbin, ago),
            clock));
    registry.bind("placementWatch", watch);
    int width = PLACERS_A_CONNECTION * configuration.get(GwsOptions.CONNECTIONS);
    Placements placements =
        new Placements(
            book,
            inFlight,
            context.createProducerTemplate(),
            executors.newThreadPool(this, "placers", unbounded("placers", width)),
            width,
            configuration.get(WorkbinOptions.BACKLOG),
            steps);
    registry.bind("placements", placements);
    registry.bind("recovery", new Recovery(book, inFlight, gate, placements));
    ScheduledExecutorService once =
        executors.newSingleThreadScheduledExecutor(this, "recent-workbins");
    RecentWorkbins recent =
        new RecentWorkbins(
            book,
            workbin -> context.getComponent("gws", GwsComponent.class).client().subscribe(workbin),
            once,
            clock);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            once.execute(recent);
          }

          @Override
          public void onContextStopping(CamelContext stopping) {
            // Who waits for GWS to come back must not hold up the stop.
            gate.close();
            placements.close();
            watch.close();
          }
        });
  }

  /** What a node waits for before it calls; with several nodes, that the elected one hears. */
  private Consumer<GroupWorkbin> hearing(CamelContext context) {
    if (configuration.get(WorkbinOptions.CLUSTER).equals("none")) {
      return workbin -> {};
    }
    SubscriptionBoard board = new PostgresSubscriptionBoard(settings());
    SharedSubscriptions shared =
        new SharedSubscriptions(
            board,
            () -> context.getComponent("gws", GwsComponent.class).client(),
            configuration.get(GwsOptions.SUBSCRIPTION_TIMEOUT),
            context
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "subscriptions"),
            System::nanoTime);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            // not earlier: to ask for a component that is not there yet would make another one
            shared.start();
          }

          @Override
          public void onContextStopped(CamelContext stopped) {
            shared.close();
            board.close();
          }
        });
    return shared;
  }

  /**
   * A pool whose queue has no bound of its own: the number of those who submit is bounded. Who
   * submits must never run the task himself, as he does when a queue is full; Camel takes -1 for no
   * queue at all.
   */
  private static ThreadPoolProfile unbounded(String name, int threads) {
    return new ThreadPoolProfileBuilder(name)
        .poolSize(threads)
        .maxPoolSize(threads)
        .maxQueueSize(Integer.MAX_VALUE)
        .build();
  }

  private synchronized Ledger open() {
    if (ledger == null) {
      ledger = Ledgers.open(settings(), observer);
    }
    return ledger;
  }

  private LedgerSettings settings() {
    return new LedgerSettings(
        url(),
        configuration.find(WorkbinOptions.LEDGER_USERNAME).orElse(null),
        configuration.find(WorkbinOptions.LEDGER_PASSWORD).orElse(null),
        configuration.get(WorkbinOptions.NODE),
        configuration.get(WorkbinOptions.LEDGER_LEASE),
        configuration.get(WorkbinOptions.LEDGER_RETENTION),
        Clock.systemUTC());
  }

  private String url() {
    String url = configuration.get(WorkbinOptions.LEDGER);
    if (!url.equals("embedded")) {
      return url;
    }
    return "jdbc:sqlite:" + configuration.dataFolder().resolve("ledger/ledger.db");
  }

  private RetryPolicy retries() {
    return new RetryPolicy(
        configuration.get(GwsOptions.RETRY_ATTEMPTS),
        configuration.get(GwsOptions.RETRY_TIME),
        configuration.get(GwsOptions.RETRY_FIRST_PAUSE),
        configuration.get(GwsOptions.RETRY_MAX_PAUSE));
  }
}
