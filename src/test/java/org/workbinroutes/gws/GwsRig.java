package org.workbinroutes.gws;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.simulator.SimulatorServer;

/** A Camel context with the gws component, connected to a simulator, and what it hears. */
final class GwsRig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final DefaultCamelContext camel = new DefaultCamelContext();
  final List<Notification> heard = new CopyOnWriteArrayList<>();
  final GwsComponent component = new GwsComponent();

  GwsRig(SimulatorServer gws) throws Exception {
    this(gws, configuration -> {});
  }

  GwsRig(SimulatorServer gws, Consumer<GwsConfiguration> more) throws Exception {
    this(gws.url(), more);
  }

  GwsRig(String url, Consumer<GwsConfiguration> more) throws Exception {
    this(url, more, context -> {});
  }

  /** With meters. */
  static GwsRig measured(SimulatorServer gws, MeterRegistry meters) throws Exception {
    return new GwsRig(
        gws.url(),
        configuration -> {},
        camel -> camel.getRegistry().bind("meters", MeterRegistry.class, meters));
  }

  GwsRig(String url, Consumer<GwsConfiguration> more, Consumer<CamelContext> surroundings)
      throws Exception {
    GwsConfiguration configuration = component.getConfiguration();
    configuration.setUrl(url);
    configuration.setUsername("agent");
    configuration.setPassword("secret");
    configuration.setReconnectDelay(50);
    configuration.setMaxReconnectDelay(400);
    configuration.setNetworkDelay(2_000);
    more.accept(configuration);
    surroundings.accept(camel);
    camel.addComponent("gws", component);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gws:notifications?bodyType=notification")
                .routeId("listen")
                .process(e -> heard.add(e.getMessage().getBody(Notification.class)));
          }
        });
    camel.start();
  }

  GwsRig awaitLive() {
    await().atMost(PATIENCE).until(this::isLive);
    return this;
  }

  /** Waits until a connection later than the given one is live. */
  void awaitConnectionAfter(long connections) {
    await()
        .atMost(PATIENCE)
        .until(() -> status().connections() > connections && status().state() == LinkState.LIVE);
  }

  boolean isLive() {
    return status().state() == LinkState.LIVE;
  }

  boolean isLost() {
    return status().state() == LinkState.LOST;
  }

  /** What health says of the session. */
  String sessionTrouble() {
    return component.service(component.getConfiguration()).sessionTrouble();
  }

  LinkStatus status() {
    return client().notifications();
  }

  GwsClient client() {
    return component.client();
  }

  void awaitItemAdded(String interactionId) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                heard.stream()
                    .anyMatch(n -> n.isItemAdded() && interactionId.equals(n.interactionId())));
  }

  static AddInteraction chat(GroupWorkbin workbin, String interactionId) {
    return new AddInteraction(workbin, interactionId, AddOperation.ADD_CHAT, false);
  }

  @Override
  public void close() {
    camel.stop();
  }
}
