package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.gws.SteadyClock;
import org.workbinroutes.ledger.DeadLetters;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.placement.Confirmations;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.PlacementSteps;
import org.workbinroutes.placement.Placements;
import org.workbinroutes.placement.Reconciler;
import org.workbinroutes.placement.Recovery;
import org.workbinroutes.placement.RetryPolicy;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** Somebody sets the time of day while requests are under way: the ledger's clock jumps. */
class ClockJumpTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(SeedData.AGENT_GROUP_BIN.workbinId(), GroupKind.AGENT_GROUP, "MyAgentGroup");

  @ParameterizedTest(name = "{0} while a call {1}")
  @CsvSource({"PT1H,fails", "PT-1H,fails", "PT1H,takes long", "PT-1H,takes long"})
  void aRequestUnderWayIsPlacedOnce(Duration jump, String call) throws Exception {
    // Given
    JumpingClock clock = new JumpingClock();
    MemoryLedger ledger = new MemoryLedger(clock);
    InFlight inFlight = new InFlight();
    GwsGate gate = new GwsGate(new GwsGate.Settings(16, 0, 100, 1000, Duration.ofSeconds(1)));
    try (SimulatorServer gws = SimulatorServer.builder().start();
        DefaultCamelContext camel = new DefaultCamelContext()) {
      GwsComponent component = new GwsComponent();
      component.getConfiguration().setUrl(gws.url());
      component.getConfiguration().setUsername("agent");
      component.getConfiguration().setPassword("secret");
      component.setCallGuard(gate);
      camel.addComponent("gws", component);
      RetryPolicy retries =
          new RetryPolicy(
              20, Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofMillis(200));
      PlacementSteps steps =
          new PlacementSteps(
              ledger,
              retries,
              gate,
              inFlight,
              new SteadyClock(),
              LedgerSettings.DEFAULT_LEASE,
              clock,
              workbin -> {});
      camel.getRegistry().bind("placementLoop", steps);
      camel.getRegistry().bind("deadLetters", new DeadLetters());
      camel.getRegistry().bind("elected", new RoutePolicySupport() {});
      Placements placements =
          new Placements(
              ledger,
              inFlight,
              camel.createProducerTemplate(),
              Executors.newFixedThreadPool(2),
              2,
              100,
              steps);
      camel.getRegistry().bind("placements", placements);
      camel.getRegistry().bind("recovery", new Recovery(ledger, inFlight, gate, placements));
      camel
          .getRegistry()
          .bind(
              "reconciler",
              new Reconciler(
                  ledger,
                  Duration.ofSeconds(30),
                  () -> component.client().notifications().gaps(),
                  (workbin, ago) -> {},
                  clock));
      camel.getPropertiesComponent().setInitialProperties(properties());
      for (String file : List.of("placement", "dead-letter", "recovery", "reconciliation")) {
        PluginHelper.getRoutesLoader(camel)
            .loadRoutes(
                ResourceHelper.resolveMandatoryResource(
                    camel, "file:routes/" + file + ".camel.yaml"));
      }
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("gws:notifications?bodyType=notification").to("direct:hear");
              Confirmations confirmations = new Confirmations(ledger);
              from("direct:hear")
                  .process(
                      exchange ->
                          confirmations.confirm(
                              List.of(exchange.getMessage().getBody(Notification.class))));
            }
          });
      camel.start();
      await().until(() -> component.client().notifications().connections() == 1);
      if (call.equals("fails")) {
        gws.faults().onAdd(Fault.httpStatus(503), 8);
      } else {
        gws.faults().onAdd(Fault.slow(Duration.ofSeconds(2)), 1);
      }
      // When
      Future<Placement> placing =
          camel
              .createFluentProducerTemplate()
              .to("direct:placement")
              .withBody(
                  new PlacementRequest("r1", WORKBIN, "I1", AddOperation.ADD_CHAT, false, Map.of()))
              .asyncRequest(Placement.class);
      await().until(() -> gws.adds("I1").calls() >= 1);
      clock.jump(jump);
      placing.get(60, TimeUnit.SECONDS);
      // Then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(ledger.find("r1").orElseThrow().state())
                      .isEqualTo(PlacementState.CONFIRMED));
      assertThat(gws.adds("I1").effects()).isEqualTo(1);
      System.out.printf("clock %s while a call %s: %s%n", jump, call, gws.adds("I1"));
    }
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("workbin.dead-letters", "mock:dead-letters");
    properties.setProperty("workbin.recovery.every", "200");
    return properties;
  }

  /** The time of day, until somebody sets it. */
  private static final class JumpingClock extends Clock {
    private volatile Duration jumped = Duration.ZERO;

    void jump(Duration by) {
      jumped = by;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(jumped);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
