package org.workbinroutes.sink;

import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.placement.LedgerView;

/**
 * What is done with every notification before it is spooled: what must not be written at all is
 * taken out ({@code workbin.redact}), the placement of ours that it confirms is looked up, it gets
 * its id, and whether any sink takes it is decided.
 *
 * <p>A notification is never held up or lost for the sake of it: without an answer of the ledger it
 * goes on as nobody's.
 */
public final class Enrichment extends ServiceSupport {
  /** Exchange property: a group of notifications as it is to be spooled. */
  static final String PREPARED = "workbinPrepared";

  /** The name of the ledger in the registry; without one nothing is ours. */
  static final String LEDGER = "ledger";

  /** The property that names what must never be written to the spool. */
  static final String REDACT = "workbin.redact";

  private static final Logger LOG = LoggerFactory.getLogger(Enrichment.class);

  private final CamelContext context;
  private final SinkPlans plans;
  private final NotificationCounts counts;
  private final Clock clock;
  private final String run = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private final AtomicLong number = new AtomicLong();
  private final Object looking = new Object();
  private Redaction redaction = Redaction.NONE;
  private PlacementLookup lookup;
  private ExecutorService thread;

  /**
   * Makes the step.
   *
   * @param context whose registry has the ledger and, maybe, a {@link MeterRegistry}
   */
  public Enrichment(CamelContext context, SinkPlans plans, NotificationCounts counts, Clock clock) {
    this.context = context;
    this.plans = plans;
    this.counts = counts;
    this.clock = clock;
  }

  @Override
  protected void doInit() {
    String list = context.resolvePropertyPlaceholders("{{" + REDACT + ":}}");
    try {
      redaction = Redaction.parse(list);
    } catch (IllegalArgumentException cause) {
      throw new IllegalArgumentException(
          REDACT + "=" + list + " " + cause.getMessage() + ".", cause);
    }
  }

  @Override
  protected void doStart() {
    context.getRegistry().findByType(MeterRegistry.class).stream()
        .findFirst()
        .ifPresent(counts::showIn);
    LedgerView ledger = context.getRegistry().lookupByNameAndType(LEDGER, LedgerView.class);
    if (ledger != null) {
      ThreadPoolProfile one = new ThreadPoolProfile("enrichment");
      one.setPoolSize(1);
      one.setMaxPoolSize(1);
      // one question may wait behind one that hangs, and no more
      one.setMaxQueueSize(1);
      one.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
      thread = context.getExecutorServiceManager().newThreadPool(this, "enrichment", one);
      lookup = new PlacementLookup(ledger, thread, System::nanoTime);
    }
  }

  @Override
  protected void doStop() {
    if (thread != null) {
      context.getExecutorServiceManager().shutdownNow(thread);
    }
  }

  /**
   * Prepares a group. The ledger is asked once for all of them.
   *
   * @param group what GWS sent, or what was made from a workbin's content; at most {@link
   *     LedgerView#MAX_LIMIT}
   * @return what is to be spooled, in the same order
   */
  public List<SpooledNotification> prepare(List<Notification> group) {
    IdentityHashMap<Notification, ConfirmedPlacement> placements = placements(group);
    List<SpooledNotification> prepared = new ArrayList<>(group.size());
    for (Notification notification : group) {
      SpooledNotification spooled =
          redaction.of(
              new SpooledNotification(
                  run + "." + number.incrementAndGet(),
                  clock.instant(),
                  notification,
                  placements.get(notification),
                  null));
      prepared.add(plans.isTakenByAnother(spooled) ? spooled : unrouted(spooled));
    }
    return prepared;
  }

  /**
   * The step of the route {@code spool}.
   *
   * @param prepared the group as it was prepared before the first attempt, so that each
   *     notification has the same id in all attempts; null if that failed
   */
  public List<SpooledNotification> prepareAll(
      List<Notification> group, @ExchangeProperty(PREPARED) List<SpooledNotification> prepared) {
    return prepared == null ? prepare(group) : prepared;
  }

  /**
   * The notification as it may be kept where no sink reads it.
   *
   * @return the same one, without what must never be written
   */
  public Notification redacted(Notification notification) {
    return redaction.of(notification);
  }

  private IdentityHashMap<Notification, ConfirmedPlacement> placements(
      List<Notification> notifications) {
    if (lookup == null) {
      return new IdentityHashMap<>();
    }
    Optional<IdentityHashMap<Notification, ConfirmedPlacement>> found;
    synchronized (looking) {
      found = lookup.find(notifications);
    }
    if (found.isEmpty()) {
      counts.unenriched(notifications.size());
    }
    return found.orElseGet(IdentityHashMap::new);
  }

  private SpooledNotification unrouted(SpooledNotification spooled) {
    if (plans.hasDefault()) {
      return spooled.addressedTo(SinkPlan.DEFAULT_SINK);
    }
    if (spooled.notification().isAnswerToSubscription()) {
      // of our own doing: nobody misses it
      return spooled;
    }
    if (counts.unrouted()) {
      LOG.warn(
          "A notification is taken by no sink: add one of the name {}, or see what the rules leave"
              + " out. Further ones are only counted",
          SinkPlan.DEFAULT_SINK);
    }
    return spooled;
  }
}
