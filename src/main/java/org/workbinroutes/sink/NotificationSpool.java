package org.workbinroutes.sink;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.outage.OutageLog;

/**
 * Where notifications wait for a moment on their way to the sinks' queues. One thread puts all that
 * has gathered while the last ones were written into one transaction: a durable send costs a sync
 * of the disk, and one by one they would hold GWS up. A notification confirms placements only after
 * it was spooled, so that a crash in between cannot keep it from the sinks for good.
 *
 * <p>Order is kept. Who comes while the room is full waits, and with him GWS's next poll.
 */
public final class NotificationSpool extends ServiceSupport {
  /** The route that sends a list of notifications to the sinks' queues. */
  public static final String SEND = "direct:spool";

  /** The route that a list of notifications takes after they were spooled. */
  public static final String SPOOLED = "direct:confirm";

  /** The route that keeps what could not be spooled. */
  public static final String TROUBLE = "direct:spool-trouble";

  /**
   * Takes the largest burst at once, which is in memory anyway: while a poll waits for room, GWS
   * may take us for gone and throw away what came meanwhile.
   */
  private static final int ROOM = 30_000;

  private static final int LARGEST_GROUP = 500;
  private static final int ATTEMPTS = 8;
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final long FLUSH_MILLIS = 3_000;
  private static final Logger LOG = LoggerFactory.getLogger(NotificationSpool.class);

  private final CamelContext camel;
  private final Consumer<Runnable> transaction;
  private final BlockingQueue<Notification> waiting = new ArrayBlockingQueue<>(ROOM);
  private final OutageLog outage =
      new OutageLog(LOG, "The spool of notifications", Clock.systemUTC());
  private final Object writing = new Object();
  private ProducerTemplate template;
  private Enrichment enrichment;
  private Thread writer;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean closing;

  /**
   * Makes a spool.
   *
   * @param transaction runs the sends of one group, all or none of which have an effect
   */
  public NotificationSpool(CamelContext camel, Consumer<Runnable> transaction) {
    this.camel = camel;
    this.transaction = transaction;
  }

  /**
   * Takes a notification.
   *
   * @throws InterruptedException if interrupted while there is no room
   */
  public void put(Notification notification) throws InterruptedException {
    if (closing) {
      write(List.of(notification));
    } else {
      waiting.put(notification);
    }
  }

  /**
   * How many notifications wait.
   *
   * @return their number, at most some ten thousand
   */
  public int size() {
    return waiting.size();
  }

  /** Writes what waits; from now on {@link #put} returns when its notification was written. */
  public void flush() {
    closing = true;
    Thread last = writer;
    if (last != null) {
      stopping.countDown();
      try {
        last.join(FLUSH_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (List<Notification> group = gather(); !group.isEmpty(); group = gather()) {
      write(group);
    }
  }

  @Override
  protected void doStart() {
    enrichment = camel.getRegistry().lookupByNameAndType("enrichment", Enrichment.class);
    template = camel.createProducerTemplate();
    writer = new Thread(this::run, "spool");
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  protected void doStop() {
    closing = true;
    if (!waiting.isEmpty()) {
      LOG.warn("{} notifications were not spooled before the stop", waiting.size());
    }
  }

  private void run() {
    while (!closing) {
      try {
        Notification first = waiting.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Notification> group = new ArrayList<>();
          group.add(first);
          waiting.drainTo(group, LARGEST_GROUP - 1);
          write(group);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("The spool failed", e);
      }
    }
  }

  private List<Notification> gather() {
    List<Notification> group = new ArrayList<>();
    waiting.drainTo(group, LARGEST_GROUP);
    return group;
  }

  private void write(List<Notification> group) {
    synchronized (writing) {
      if (send(group, prepared(group))) {
        handOn(SPOOLED, List.copyOf(group));
      } else {
        group.forEach(notification -> handOn(TROUBLE, notification));
      }
    }
  }

  /** Once for all attempts; null if that is not possible. */
  private List<SpooledNotification> prepared(List<Notification> group) {
    try {
      return enrichment == null ? null : enrichment.prepare(group);
    } catch (RuntimeException e) {
      // the attempts fail of it too, and what cannot be spooled is kept
      LOG.debug("A group cannot be prepared", e);
      return null;
    }
  }

  private void handOn(String endpoint, Object body) {
    Exchange done = template.send(endpoint, exchange -> exchange.getMessage().setBody(body));
    if (done.getException() != null) {
      LOG.error("A notification could not take the route {}", endpoint, done.getException());
    }
  }

  /** Sends a group, trying again for some minutes; false if it cannot be sent. */
  private boolean send(List<Notification> group, List<SpooledNotification> prepared) {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        transaction.accept(() -> publish(group, prepared));
        outage.succeeded();
        return true;
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || closing) {
          LOG.error(
              "{} notifications could not be spooled ({}): they go to notifications.ndjson in the"
                  + " folder dead-letters",
              group.size(),
              kind(e));
          LOG.debug("Not spooled", e);
          return false;
        }
        long next = pause;
        outage.failed(
            kind(e),
            () ->
                waiting.size() + group.size() + " notifications wait, next try in " + next + " ms");
        LOG.debug("Not spooled, next try in {} ms", pause, e);
        if (!sleep(pause)) {
          return false;
        }
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void publish(List<Notification> group, List<SpooledNotification> prepared) {
    Exchange sent =
        template.send(
            SEND,
            exchange -> {
              exchange.setProperty(Enrichment.PREPARED, prepared);
              exchange.getMessage().setBody(group);
            });
    if (sent.getException() != null) {
      throw new CamelExecutionException("Not spooled", sent, sent.getException());
    }
  }

  private static String kind(RuntimeException failure) {
    Throwable cause = failure instanceof CamelExecutionException ? failure.getCause() : failure;
    return cause.getClass().getSimpleName();
  }

  private boolean sleep(long millis) {
    try {
      return !stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
