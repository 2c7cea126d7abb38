package org.workbinroutes.ops.check;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.component.jms.JmsComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.DataLock;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.wiring.BrokerWiring;

/**
 * Whether the broker lets us in. Nothing is sent or read. The embedded one is not started: whether
 * its folder can be written and another process has it is looked at instead.
 */
final class BrokerCheck implements Check {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerCheck.class);
  private static final String PART = "broker";

  private final Duration patience;

  /**
   * Makes the check.
   *
   * @param patience how long the broker may take
   */
  BrokerCheck(Duration patience) {
    this.patience = patience;
  }

  @Override
  public List<Finding> look(Configuration configuration) {
    return List.of(
        switch (configuration.get(WorkbinOptions.BROKER)) {
          case "none" -> Finding.ok(PART, "none");
          case "embedded" -> embedded(configuration.dataFolder().resolve("broker"));
          default -> external(configuration);
        });
  }

  private static Finding embedded(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Finding.ok(PART, "embedded, its files will be made by the first start");
    }
    Finding written = new Folder(PART, "workbin.data's folder broker", folder).look();
    if (written.level() == Finding.Level.ERROR) {
      return written;
    }
    if (DataLock.holder(folder.getParent()).isPresent()) {
      return Finding.ok(PART, "embedded, the running product has its files");
    }
    // what Artemis holds while it is alive
    Path lockFile = folder.resolve("journal").resolve("serverlock.1");
    if (Files.exists(lockFile)) {
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          return inUse();
        }
      } catch (OverlappingFileLockException sameProcess) {
        return inUse();
      } catch (IOException forbidden) {
        return Finding.error(
            PART,
            "embedded: " + lockFile + " cannot be written",
            "give the files in " + folder + " to the user of this process");
      }
    }
    return written.level() == Finding.Level.OK
        ? Finding.ok(PART, "embedded, no other process has its files")
        : written;
  }

  private static Finding inUse() {
    return Finding.warning(
        PART,
        "embedded: a running process has its files",
        "fine if it is this product that runs already; else give each its own workbin.data");
  }

  private Finding external(Configuration configuration) {
    BrokerWiring service = new BrokerWiring(configuration);
    try {
      service.start();
      try (TrialCamel camel =
          new TrialCamel(configuration, List.of("camel.beans."), List.of(service))) {
        return Finding.ok(
            PART,
            connected(
                camel
                    .context()
                    .getComponent(
                        configuration.get(WorkbinOptions.BROKER_COMPONENT), JmsComponent.class)
                    .getConfiguration()
                    .getConnectionFactory()));
      }
    } catch (TimeoutException silent) {
      return Finding.error(
          PART,
          "no connection within " + patience.toSeconds() + " s",
          "is workbin.broker the broker's address, and can this machine reach it?");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Finding.error(PART, "the check was interrupted", null);
    } catch (ExecutionException refused) {
      return refusal(refused.getCause());
    } catch (Exception refused) {
      return refusal(refused);
    } finally {
      stop(service);
    }
  }

  private static void stop(BrokerWiring service) {
    try {
      service.stop();
    } catch (Exception unclean) {
      LOG.debug("A connection to the broker did not end cleanly", unclean);
    }
  }

  /** The wait for some brokers, as failover: asks for, has no end of its own. */
  private String connected(ConnectionFactory connections)
      throws InterruptedException, ExecutionException, TimeoutException {
    FutureTask<String> attempt = new FutureTask<>(() -> name(connections));
    Thread thread = new Thread(attempt, "check-broker");
    thread.setDaemon(true);
    thread.start();
    try {
      return attempt.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      attempt.cancel(true);
    }
  }

  private static String name(ConnectionFactory connections) throws JMSException {
    try (Connection connection = connections.createConnection()) {
      connection.createSession(false, Session.AUTO_ACKNOWLEDGE).close();
      return Objects.requireNonNullElse(connection.getMetaData().getJMSProviderName(), "a broker")
          + " lets us in";
    }
  }

  private static Finding refusal(Throwable refused) {
    String said =
        Objects.requireNonNullElse(refused.getMessage(), refused.getClass().getSimpleName())
            .lines()
            .findFirst()
            .orElse("")
            // a broker's URL holds the stores' passwords
            .replaceAll("\\?\\S*", "");
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof JMSSecurityException) {
        return Finding.error(
            PART,
            "it does not let us in: " + said,
            "look at workbin.broker.username and workbin.broker.password");
      }
      if (cause instanceof SSLException) {
        return Finding.error(
            PART,
            "no TLS with it: " + cause.getMessage(),
            "look at workbin.broker.trust-store, .key-store and their passwords");
      }
    }
    return Finding.error(
        PART,
        "no connection: " + said,
        "is workbin.broker the broker's address, does it run, are trust-store and key-store"
            + " right?");
  }
}
