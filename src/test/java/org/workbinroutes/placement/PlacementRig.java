package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.ledger.DeadLetters;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** The shipped placement route and a consumer of notifications against the simulator. */
final class PlacementRig implements AutoCloseable {
  static final GroupWorkbin WORKBIN =
      new GroupWorkbin(SeedData.AGENT_GROUP_BIN.workbinId(), GroupKind.AGENT_GROUP, "MyAgentGroup");
  private static final int THREADS = 32;

  final SimulatorServer gws = SimulatorServer.builder().start();
  final DefaultCamelContext camel = new DefaultCamelContext();
  final GwsComponent component = new GwsComponent();
  final MemoryLedger ledger = new MemoryLedger();
  final InFlight inFlight = new InFlight();
  final WaitReasons waitReasons;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final GwsGate gate;
  final Placements placements;

  PlacementRig(GwsGate gate, RetryPolicy retries, Clock clock, Duration claim, CallGuard guard)
      throws Exception {
    this.gate = gate;
    this.waitReasons = new WaitReasons(inFlight, gate);
    component.getConfiguration().setUrl(gws.url());
    component.getConfiguration().setUsername("agent");
    component.getConfiguration().setPassword("secret");
    component.getConfiguration().setResponseTimeout(700);
    component.getConfiguration().setReconnectDelay(20);
    component.getConfiguration().setMaxReconnectDelay(100);
    component.getConfiguration().setSubscriptionTimeout(100);
    component.setCallGuard(guard);
    camel.addComponent("gws", component);
    PlacementSteps steps =
        new PlacementSteps(ledger, retries, gate, inFlight, clock, claim, clock, workbin -> {});
    placements =
        new Placements(
            ledger, inFlight, camel.createProducerTemplate(), threads, THREADS, 1000, steps);
    camel.getRegistry().bind("placementLoop", steps);
    camel.getRegistry().bind("placements", placements);
    camel.getRegistry().bind("deadLetters", new DeadLetters());
    camel.getPropertiesComponent().addInitialProperty("workbin.dead-letters", "mock:dead-letters");
    Confirmations confirmations = new Confirmations(ledger);
    for (String file : List.of("placement", "dead-letter")) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  camel, "file:routes/" + file + ".camel.yaml"));
    }
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gws:notifications?bodyType=notification").routeId("listen").to("direct:hear");
            from("direct:hear")
                .to("mock:spool")
                .process(
                    exchange ->
                        confirmations.confirm(
                            List.of(exchange.getMessage().getBody(Notification.class))));
          }
        });
    camel.start();
    await().until(() -> component.client().notifications().connections() == 1);
  }

  static PlacementRequest request(String requestId, String interactionId) {
    return new PlacementRequest(
        requestId, WORKBIN, interactionId, AddOperation.ADD_CHAT, false, Map.of());
  }

  Placement place(String requestId, String interactionId) {
    return send(requestId, interactionId).getMessage().getBody(Placement.class);
  }

  /** Begins to place, and does not wait. */
  CompletableFuture<Placement> begin(String requestId, String interactionId) {
    return CompletableFuture.supplyAsync(() -> place(requestId, interactionId), threads);
  }

  Exchange send(String requestId, String interactionId) {
    Exchange exchange =
        camel
            .createFluentProducerTemplate()
            .to("direct:placement")
            .withBody(request(requestId, interactionId))
            .withExchangeProperty(Placements.SOURCE, "test")
            .send();
    assertThat(exchange.getException()).isNull();
    return exchange;
  }

  Placement find(String requestId) {
    return ledger.find(requestId).orElseThrow();
  }

  void awaitState(String requestId, PlacementState state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(find(requestId).state()).isEqualTo(state));
  }

  @Override
  public void close() {
    gate.close();
    camel.stop();
    gws.close();
    threads.shutdownNow();
  }
}
