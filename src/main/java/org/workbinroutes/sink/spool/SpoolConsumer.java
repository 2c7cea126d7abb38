package org.workbinroutes.sink.spool;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.OutageLog;
import org.workbinroutes.sink.SinkActivities;

/**
 * Gives a sink's route what waits for the sink, in the order it wants and as many at a time as it
 * takes. What the route could neither deliver nor keep as a dead letter is tried again.
 */
public class SpoolConsumer extends DefaultConsumer implements Suspendable, RunningSink {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolConsumer.class);
  private static final long PATIENCE_MILLIS = 5_000;
  private static final long STOP_MILLIS = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final long THREAD_KEPT_SECONDS = 30;

  private final String sink;
  private final OutageLog keeping;
  private final AtomicInteger notKept = new AtomicInteger();
  private ExecutorService threads;
  private volatile SinkReader reader;
  private volatile String held;
  private SpoolGauges gauges;

  SpoolConsumer(SpoolEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.sink = endpoint.getSink();
    this.keeping = new OutageLog(LOG, "The dead letter store of sink " + sink, Clock.systemUTC());
  }

  @Override
  public SpoolEndpoint getEndpoint() {
    return (SpoolEndpoint) super.getEndpoint();
  }

  @Override
  public String name() {
    return sink;
  }

  @Override
  public Optional<String> held() {
    return Optional.ofNullable(held);
  }

  @Override
  public synchronized void release() throws InterruptedException {
    if (held != null && isStarted()) {
      held = null;
      read();
      LOG.info("Sink {} goes on", sink);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    read();
    getEndpoint().getComponent().sinks().add(this);
    SinkActivities activities =
        CamelContextHelper.findSingleByType(getEndpoint().getCamelContext(), SinkActivities.class);
    if (activities != null) {
      activities.of(sink).countWaitingBy(() -> getEndpoint().getComponent().store().depth(sink));
    }
    MeterRegistry meters =
        CamelContextHelper.findSingleByType(getEndpoint().getCamelContext(), MeterRegistry.class);
    if (meters != null) {
      gauges = new SpoolGauges(meters);
      SpoolStore store = getEndpoint().getComponent().store();
      gauges.show(this, () -> store.depth(sink));
    }
  }

  @Override
  protected void doSuspend() throws Exception {
    reader.end();
    super.doSuspend();
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    held = null;
    read();
  }

  @Override
  protected void doStop() throws Exception {
    getEndpoint().getComponent().sinks().remove(this);
    if (gauges != null) {
      gauges.remove();
    }
    held = null;
    end();
    super.doStop();
  }

  private synchronized void read() throws InterruptedException {
    end();
    SpoolEndpoint endpoint = getEndpoint();
    ThreadPoolProfile profile = new ThreadPoolProfile("sink");
    // one for the reader
    profile.setPoolSize(endpoint.getConcurrency() + 1);
    profile.setMaxPoolSize(endpoint.getConcurrency() + 1);
    profile.setKeepAliveTime(THREAD_KEPT_SECONDS);
    profile.setAllowCoreThreadTimeOut(true);
    // the reader counts what is under way
    profile.setMaxQueueSize(Integer.MAX_VALUE);
    threads =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newThreadPool(this, "sink-" + sink, profile);
    SinkReader[] one = new SinkReader[1];
    Lanes<Waiting> lanes =
        new Lanes<>(
            threads,
            endpoint.getConcurrency(),
            endpoint.getOrder()::laneOf,
            waiting -> deliver(one[0], waiting));
    one[0] = new SinkReader(sink, endpoint.getComponent().store().open(sink), lanes);
    reader = one[0];
    notKept.set(0);
    threads.execute(reader);
    if (!reader.awaitConnected(PATIENCE_MILLIS)) {
      LOG.warn(
          "Sink {} has no connection to the spool yet: it goes on trying; if it is new, it gets"
              + " only what comes from then on",
          sink);
    }
  }

  private synchronized void end() throws InterruptedException {
    if (threads == null) {
      return;
    }
    reader.end();
    if (!reader.awaitEnded(STOP_MILLIS)) {
      LOG.debug("Sink {} is still delivering; it can get a notification a second time", sink);
    }
    getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(threads);
    threads = null;
  }

  private void deliver(SinkReader from, Waiting waiting) {
    boolean failed = false;
    long pause = FIRST_PAUSE_MILLIS;
    while (!from.isEnding()) {
      Exchange exchange = createExchange(false);
      Exception failure = process(exchange, waiting);
      String hold = exchange.getProperty(SinkActivities.HELD, String.class);
      releaseExchange(exchange, false);
      if (hold != null) {
        hold(from, hold);
        return;
      }
      if (failure == null) {
        if (failed && notKept.decrementAndGet() == 0) {
          keeping.succeeded();
        }
        from.delivered(waiting);
        return;
      }
      if (from.isEnding()) {
        return;
      }
      if (!failed) {
        failed = true;
        notKept.incrementAndGet();
      }
      long next = pause;
      keeping.failed(
          failure.getClass().getSimpleName(),
          () -> "the spool keeps its notifications, next attempt in " + next + " ms");
      LOG.debug("Sink {} could neither deliver nor keep a dead letter", sink, failure);
      try {
        from.awaitEnding(pause);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private void hold(SinkReader from, String reason) {
    held = reason;
    from.end();
    LOG.error("Sink {} is held, its notifications wait in the spool: {}", sink, reason);
  }

  private Exception process(Exchange exchange, Waiting waiting) {
    try {
      exchange.getMessage().setBody(waiting.text());
      getProcessor().process(exchange);
      if (exchange.getException() == null && exchange.isRollbackOnly()) {
        return new IllegalStateException("The sink's route asked for another attempt");
      }
      return exchange.getException() != null
          ? exchange.getException()
          : exchange.getProperty(SinkActivities.NOT_KEPT, Exception.class);
    } catch (Exception e) {
      return e;
    }
  }
}
