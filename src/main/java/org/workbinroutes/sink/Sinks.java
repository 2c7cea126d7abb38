package org.workbinroutes.sink;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.RoutePolicySupport;
import org.workbinroutes.sink.cometd.NotificationCometdComponent;
import org.workbinroutes.sink.ndjson.NdjsonComponent;
import org.workbinroutes.sink.spool.DeliveryOrder;
import org.workbinroutes.sink.spool.RunningSinks;
import org.workbinroutes.sink.spool.SpoolComponent;
import org.workbinroutes.sink.tail.NotificationTail;
import org.workbinroutes.sink.webhook.WebhookComponent;

/**
 * Gives a CamelContext what the route template {@code sink} needs: beans {@code notificationCodec},
 * {@code sinkPlans}, {@code sinkActivities}, {@code sinkFailure} and {@code notificationLog}, the
 * route policies {@code sinkOrder-all}, {@code sinkOrder-workbin} and {@code sinkOrder-none}, and
 * what the route {@code spool} needs: {@code enrichment}, {@code spoolCodec} and {@code
 * notificationTail}; the components {@code spool}, {@code ndjson}, {@code webhook} and, if
 * camel-cometd is there, {@code cometd} and {@code cometds}, and the function <code>{{route:id}}
 * </code>.
 *
 * <p>Where notifications wait is a {@link org.workbinroutes.sink.spool.SpoolStore} that the owner
 * binds as {@code spoolStore}, and with it a {@link org.workbinroutes.sink.spool.SinkDeadLetters}
 * as {@code sinkDeadLetters}.
 *
 * <p>Bind one in the registry, or call {@link #configure(CamelContext)} before routes are loaded.
 */
public final class Sinks implements CamelContextCustomizer {
  /** Who embeds the routes and has no such sink leaves the library out. */
  private static final String COMETD = "org.apache.camel.component.cometd.CometdComponent";

  private final Clock clock;

  /** Makes sinks that tell the time by the system's clock. */
  public Sinks() {
    this(Clock.systemUTC());
  }

  public Sinks(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    NotificationCodec codec = new NotificationCodec();
    SinkPlans plans = new SinkPlans();
    Enrichment enrichment = new Enrichment(context, plans, new NotificationCounts(), clock);
    registry.bind("notificationCodec", codec);
    registry.bind("spoolCodec", new SpoolCodec(codec));
    registry.bind("sinkPlans", plans);
    registry.bind("enrichment", enrichment);
    registry.bind("notificationTail", new NotificationTail());
    registry.bind("sinkRegistration", new SinkRegistration());
    registry.bind("sinkActivities", new SinkActivities(clock));
    for (DeliveryOrder order : DeliveryOrder.values()) {
      registry.bind("sinkOrder-" + order, new RoutePolicySupport() {});
    }
    registry.bind("sinkStopping", (Predicate) SinkFilter::isStopping);
    registry.bind("sinkFailure", new SinkFailure(clock));
    registry.bind("notificationLog", new NotificationLog());
    RunningSinks running = new RunningSinks();
    registry.bind("runningSinks", running);
    context.addComponent("spool", new SpoolComponent(running));
    try {
      context.addService(enrichment);
    } catch (Exception e) {
      throw new IllegalStateException("The enrichment of notifications could not be started", e);
    }
    context.addComponent("ndjson", new NdjsonComponent());
    context.addComponent("webhook", new WebhookComponent());
    if (context.getClassResolver().resolveClass(COMETD) != null) {
      context.addComponent("cometd", new NotificationCometdComponent());
      context.addComponent("cometds", new NotificationCometdComponent());
    }
    context.getPropertiesComponent().addPropertiesFunction(new RouteFunction(context));
  }
}
