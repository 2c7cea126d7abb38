package org.workbinroutes.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;
import org.workbinroutes.placement.RequestLog;

/**
 * Notes the deliveries of each sink. As the policy of the sinks' routes it sees how each exchange
 * ends; as the step that their error handler takes when an exception occurs it sees each failed
 * attempt, while the next ones are yet to come.
 */
public final class SinkActivities extends RoutePolicySupport implements Processor {
  /** Exchange property: the notification was written to the dead letters under this id. */
  public static final String DEAD_LETTER = "WorkbinSinkDeadLetter";

  /** Exchange property: why the sink is to be held at this notification. */
  public static final String HELD = "WorkbinSinkHeld";

  /** Exchange property: why the notification could not be written to the dead letters. */
  public static final String NOT_KEPT = "WorkbinSinkNotKept";

  /** Exchange property: how many notifications the sink had taken before this attempt. */
  private static final String TAKEN_BEFORE = "WorkbinSinkTakenBefore";

  private final ConcurrentMap<String, SinkActivity> activities = new ConcurrentHashMap<>();
  private final Clock clock;

  public SinkActivities(Clock clock) {
    this.clock = clock;
  }

  public SinkActivity of(String sink) {
    return activities.computeIfAbsent(sink, name -> new SinkActivity(name, clock));
  }

  @Override
  public void onStart(Route route) {
    MeterRegistry meters =
        CamelContextHelper.findSingleByType(route.getCamelContext(), MeterRegistry.class);
    if (meters != null) {
      of(route.getRouteId()).showIn(meters);
    }
  }

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    SinkActivity activity = of(route.getRouteId());
    activity.begun();
    exchange.setProperty(TAKEN_BEFORE, activity.taken());
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    MDC.remove(RequestLog.REQUEST_ID);
    of(route.getRouteId()).ended();
    if (exchange.getException() != null
        || exchange.isRollbackOnly()
        || exchange.getProperty(HELD) != null
        || exchange.getProperty(NOT_KEPT) != null) {
      return; // its failed attempts were noted, and it stays in the spool
    }
    String letter = exchange.getProperty(DEAD_LETTER, String.class);
    if (letter != null) {
      of(route.getRouteId())
          .deadLetter(letter, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    } else if (exchange.getProperty(SinkFilter.NOTIFICATION) != null) {
      of(route.getRouteId()).delivered();
    }
  }

  @Override
  public void process(Exchange exchange) {
    SinkActivity activity = of(exchange.getFromRouteId());
    long taken = activity.taken();
    long takenBefore = exchange.getProperty(TAKEN_BEFORE, taken, Long.class);
    exchange.setProperty(TAKEN_BEFORE, taken);
    activity.failed(
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class), taken > takenBefore);
  }
}
