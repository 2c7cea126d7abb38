package org.workbinroutes.sink;

import java.time.Duration;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * Lets a sink count as started only when its queue is known to the spool. A listener container
 * subscribes in the background; what is published before that would pass a new sink by.
 */
final class SinkRegistration extends RoutePolicySupport {
  private static final Logger LOG = LoggerFactory.getLogger(SinkRegistration.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 10;

  @Override
  public void onStart(Route route) {
    if (route.getConsumer() instanceof JmsConsumer consumer) {
      await(route.getRouteId(), consumer);
    }
  }

  private static void await(String sink, JmsConsumer consumer) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!isRegistered(consumer)) {
        if (System.nanoTime() - deadline > 0) {
          LOG.warn(
              "Sink {} has no connection to the spool yet: it goes on trying; if it is new, it"
                  + " gets only what comes from then on",
              sink);
          return;
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception unavailable) {
      LOG.warn(
          "Sink {} cannot tell whether it is connected to the spool ({})",
          sink,
          unavailable.getClass().getSimpleName());
      LOG.debug("The spool of sink {} is away", sink, unavailable);
    }
  }

  private static boolean isRegistered(JmsConsumer consumer) throws Exception {
    return !(consumer.getListenerContainer() instanceof DefaultMessageListenerContainer container)
        || container.isRegisteredWithDestination();
  }
}
