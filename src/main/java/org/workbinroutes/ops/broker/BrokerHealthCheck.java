package org.workbinroutes.ops.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.OutageLog;

/**
 * Whether the broker takes messages and answers: it is asked for a temporary queue, which is given
 * back at once. A broker that forbids this user to have one has answered. It decides on neither
 * liveness nor readiness: without it what comes over HTTP and in files is still placed.
 */
public final class BrokerHealthCheck extends AbstractHealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Broker broker;
  private final String kind;
  private final ExecutorService thread;

  private final OutageLog outage =
      new OutageLog(
          LoggerFactory.getLogger(BrokerHealthCheck.class), "The broker", Clock.systemUTC());

  /** The question that is under way; null if none is. Guarded by the lock of the base class. */
  private Future<String> asked;

  public BrokerHealthCheck(Broker broker, String kind, ExecutorService thread) {
    super("workbin", "broker");
    this.broker = broker;
    this.kind = kind;
    this.thread = thread;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.detail("kind", kind);
    String trouble = trouble();
    if (trouble == null) {
      outage.succeeded();
      builder.up();
    } else {
      if (!thread.isShutdown()) {
        outage.failed(trouble, () -> "messages wait where they are");
      }
      builder.message(trouble).down();
    }
  }

  private String trouble() {
    Optional<String> known = broker.trouble();
    if (known.isPresent()) {
      return known.get();
    }
    try {
      if (asked == null) {
        asked = thread.submit(this::ask);
      }
      String answer = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      asked = null;
      return answer;
    } catch (TimeoutException silent) {
      return "the broker does not answer";
    } catch (ExecutionException unforeseen) {
      asked = null;
      return "the broker cannot be asked: " + unforeseen.getCause().getClass().getSimpleName();
    } catch (RejectedExecutionException stopping) {
      return "the product stops";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** What is wrong; null if nothing is. Messages of exceptions can hold addresses. */
  private String ask() {
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      TemporaryQueue queue = session.createTemporaryQueue();
      queue.delete();
      return null;
    } catch (JMSSecurityException answered) {
      return null;
    } catch (JMSException | IllegalStateException broken) {
      return "the broker cannot be used: " + broken.getClass().getSimpleName();
    }
  }
}
