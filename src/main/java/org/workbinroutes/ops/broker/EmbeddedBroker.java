package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMRegistry;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.ResourceLimitSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;
import org.workbinroutes.outage.EventLog;

/**
 * An Artemis broker in this process. It listens to this process alone unless {@link RemoteAccess}
 * is given; then on 127.0.0.1, with user and password, for the named queues and topics. It has no
 * cluster, no discovery, no federation, no management from outside, and takes no object messages.
 * What it gives up on, or what expires, is kept in {@value #DEAD_LETTERS} and {@value #EXPIRED}.
 */
public final class EmbeddedBroker implements Broker {
  /** The queue of placement requests. */
  public static final String PLACEMENTS = "workbin.placements";

  /** The queue of what could not be placed or delivered. */
  public static final String DEAD_LETTERS = "workbin.dead-letters";

  /** The topic that every notification is put on, for the sinks. */
  public static final String NOTIFICATIONS = "workbin.notifications";

  /** The queue of messages whose time to live was over before they were read. */
  public static final String EXPIRED = "workbin.expired";

  private static final long MEGABYTE = 1L << 20;

  /** The bytes that must be free on the disk of its folder: with less it takes no message. */
  public static final long MIN_DISK_FREE_BYTES = 256 * MEGABYTE;

  private static final List<String> QUEUES = List.of(PLACEMENTS, DEAD_LETTERS, EXPIRED);

  /** The user that this process is. */
  static final String LOCAL_USER = "workbin-routes";

  private static final String TEMPORARY = "temporary";
  private static final String REMOTE_ACCEPTOR = "remote";
  private static final int MAX_REDELIVERY_DELAY_MILLIS = 30_000;
  private static final int JOURNAL_FILE_BYTES = 4 * 1024 * 1024;
  private static final int PAGE_BYTES = 1024 * 1024;
  private static final int THREADS = 16;

  /** Of one remote user: each needs one for the answers of a connection, or for one answer. */
  private static final int MAX_TEMPORARY_QUEUES = 1_000;

  private static final int REMOTE_CONNECTIONS = 256;
  private static final BodyLimit LIMIT = BodyLimit.ofHeap();
  private static final Duration WATCH_EVERY = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final long LOCK_TIMEOUT_MILLIS = 1_000;

  private final EmbeddedBrokerOptions options;
  private final long minDiskFree;
  private final AtomicLong refusals = new AtomicLong();
  private String url;
  private String localPassword;
  private ScheduledExecutorService watch;
  private EmbeddedActiveMQ server;
  private volatile String ioFailure;
  private BrokerConnections connections;

  public EmbeddedBroker(EmbeddedBrokerOptions options) {
    this(options, MIN_DISK_FREE_BYTES);
  }

  EmbeddedBroker(EmbeddedBrokerOptions options, long minDiskFree) {
    this.options = options;
    this.minDiskFree = minDiskFree;
  }

  @Override
  public synchronized void start() throws Exception {
    if (server != null) {
      return;
    }
    // Artemis keeps its in-process acceptors in one list for the whole JVM
    url = "vm://" + ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    localPassword = newPassword();
    try {
      startServer();
      connections = new BrokerConnections(new ArtemisClient(url, LOCAL_USER, localPassword));
    } catch (Exception | Error failed) {
      stop();
      throw failed;
    }
    watch = Executors.newSingleThreadScheduledExecutor(EmbeddedBroker::daemon);
    // it throws nothing that could be lost with the future
    ScheduledFuture<?> unused =
        watch.scheduleWithFixedDelay(
            this::restartIfFailed,
            WATCH_EVERY.toMillis(),
            WATCH_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "broker-watch");
    thread.setDaemon(true);
    return thread;
  }

  private void startServer() throws Exception {
    EmbeddedActiveMQ starting = new EmbeddedActiveMQ();
    starting.setPropertiesResourcePath(null);
    starting.setConfiguration(configuration(url));
    starting.setSecurityManager(
        new BrokerSecurity(
            options.remote(),
            localPassword,
            name -> starting.getActiveMQServer().locateQueue(name),
            refusals));
    starting.createActiveMQServer();
    if (options.remote() != null) {
      ActiveMQServer guarded = starting.getActiveMQServer();
      guarded.addProtocolManagerFactory(
          new RemoteProtocol(LIMIT, new EventLog(LOG::warn, Clock.systemUTC())));
      guarded.getServiceRegistry().addIncomingInterceptor(new RemotePackets(guarded));
      guarded.registerBrokerPlugin(
          new RemoteMessages(LIMIT, new EventLog(LOG::warn, Clock.systemUTC())));
    }
    starting
        .getActiveMQServer()
        .registerIOCriticalErrorListener((cause, message, file) -> ioFailure = message);
    server = starting;
    starting.start();
    requireActive();
    takeBack(starting.getActiveMQServer());
    nameUnreadable(starting.getActiveMQServer());
  }

  /**
   * Earlier versions let the remote user make queues at addresses of ours, and they are kept. One
   * beside the queue of placements is given every second request, and nobody reads it.
   */
  private static void takeBack(ActiveMQServer server) throws Exception {
    for (String address : QUEUES) {
      SimpleString name = SimpleString.of(address);
      Binding ours = server.getPostOffice().getBinding(name);
      for (Queue foreign : queuesAt(name, server)) {
        if (!foreign.getName().equals(name) && foreign.getRoutingType() == RoutingType.ANYCAST) {
          int moved = foreign.moveReferences(null, name, ours);
          server.destroyQueue(foreign.getName(), null, true);
          LOG.warn(
              "The queue {} stood beside {} and got a share of its messages: {} were moved back,"
                  + " and it was deleted",
              foreign.getName(),
              address,
              moved);
        }
      }
    }
  }

  /** What is kept for a subscriber who may not read it any more stays, until the role is given. */
  private void nameUnreadable(ActiveMQServer server) throws Exception {
    for (Queue queue : queuesAt(SimpleString.of(NOTIFICATIONS), server)) {
      SimpleString owner = queue.getUser();
      if (owner != null
          && !owner.equals(SimpleString.of(LOCAL_USER))
          && (options.remote() == null
              || options.remote().users().stream()
                  .noneMatch(
                      user ->
                          owner.equals(SimpleString.of(user.name()))
                              && options
                                  .remote()
                                  .allows(user, BrokerRole.NOTIFICATIONS, NOTIFICATIONS)))) {
        LOG.warn(
            "The subscription {} of user {} keeps {} notifications that the user may not read:"
                + " give it the role notifications in workbin.broker.users, to read or unsubscribe",
            queue.getName(),
            owner,
            queue.getMessageCount());
      }
    }
  }

  private static List<Queue> queuesAt(SimpleString address, ActiveMQServer server)
      throws Exception {
    return server.getPostOffice().getDirectBindings(address).stream()
        .filter(LocalQueueBinding.class::isInstance)
        .map(binding -> ((LocalQueueBinding) binding).getQueue())
        .toList();
  }

  /**
   * Starts the broker again after a failure of its disk, on which Artemis ends it for good. Whoever
   * is connected to it connects again.
   */
  private synchronized void restartIfFailed() {
    if (server == null || ioFailure == null || roomIsMissing().isPresent()) {
      return;
    }
    try {
      server.stop();
      startServer();
      ioFailure = null;
      LOG.info("The embedded broker was started again after a failure of its disk");
    } catch (Exception failed) {
      LOG.debug("The embedded broker could not be started again", failed);
    }
  }

  @Override
  public Optional<String> trouble() {
    String failure = ioFailure;
    if (failure == null) {
      return roomIsMissing();
    }
    return Optional.of(
        "its disk failed: "
            + failure
            + roomIsMissing().map(missing -> "; " + missing).orElse("")
            + "; it is started again by itself");
  }

  /** Below a bound Artemis takes nothing more, and says nothing to who sends. */
  private Optional<String> roomIsMissing() {
    try {
      long room = Files.getFileStore(options.directory().toAbsolutePath()).getUsableSpace();
      return room >= minDiskFree
          ? Optional.empty()
          : Optional.of(
              "it takes no messages while less than "
                  + minDiskFree / MEGABYTE
                  + " MB are free on the disk of "
                  + options.directory()
                  + ", which has "
                  + room / MEGABYTE);
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void stop() throws Exception {
    if (watch != null) {
      watch.shutdownNow();
      watch = null;
    }
    if (connections != null) {
      connections.close();
      connections = null;
    }
    if (server != null) {
      EmbeddedActiveMQ stopping = server;
      server = null;
      ioFailure = null;
      stopping.stop();
      endThreads();
    }
  }

  /**
   * Artemis keeps the threads of connections within the process for a minute after the last one,
   * and they keep the JVM of whoever embeds us. All brokers of a JVM share them.
   */
  private static void endThreads() {
    if (InVMRegistry.instance.size() == 0) {
      InVMConnector.resetThreadPool();
    }
  }

  @Override
  public synchronized ConnectionFactory connectionFactory() {
    if (connections == null) {
      throw new IllegalStateException("The broker is not started: call start() first");
    }
    return connections.pool();
  }

  @Override
  public synchronized ConnectionFactory connectionFactory(int prefetch) {
    if (connections == null) {
      throw new IllegalStateException("The broker is not started: call start() first");
    }
    return connections.pool(prefetch);
  }

  @Override
  public synchronized OptionalLong depth(String queue) {
    if (server == null) {
      return OptionalLong.empty();
    }
    Queue found = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.getMessageCount());
  }

  /**
   * How many acts of remote programs were refused since the start, as no role of their user allows
   * them.
   */
  public long refusals() {
    return refusals.get();
  }

  /** The TCP port remote programs connect to. */
  public synchronized int port() {
    if (server == null || options.remote() == null) {
      throw new IllegalStateException("The broker listens to no TCP port");
    }
    return server
        .getActiveMQServer()
        .getRemotingService()
        .getAcceptor(REMOTE_ACCEPTOR)
        .getActualPort();
  }

  /** Artemis logs what keeps it from starting, and returns as if all were well. */
  private void requireActive() {
    if (!server.getActiveMQServer().isActive()) {
      throw new IllegalStateException(
          "The embedded broker did not start: see the log; is another process using "
              + options.directory().toAbsolutePath()
              + "?");
    }
    if (options.remote() != null
        && !server
            .getActiveMQServer()
            .getRemotingService()
            .getAcceptor(REMOTE_ACCEPTOR)
            .isStarted()) {
      throw new IllegalStateException(
          "The embedded broker cannot listen on 127.0.0.1:"
              + options.remote().port()
              + ": choose another workbin.broker.port, or end the program that uses it");
    }
  }

  private Configuration configuration(String acceptor) throws Exception {
    Path directory = options.directory().toAbsolutePath();
    Configuration configuration =
        new ConfigurationImpl()
            .setName(LOCAL_USER)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalFileSize(JOURNAL_FILE_BYTES)
            .setJournalMinFiles(2)
            // by default it waits for ever for another process to let go of the directory
            .setJournalLockAcquisitionTimeout(LOCK_TIMEOUT_MILLIS)
            .setBindingsDirectory(directory.resolve("bindings").toString())
            .setJournalDirectory(directory.resolve("journal").toString())
            .setPagingDirectory(directory.resolve("paging").toString())
            .setLargeMessagesDirectory(directory.resolve("large-messages").toString())
            .setMinDiskFree(minDiskFree)
            .setGlobalMaxSize(options.maxMemoryBytes())
            .setThreadPoolMaxSize(THREADS)
            .setScheduledThreadPoolMaxSize(2)
            .setJMXManagementEnabled(false)
            .setGracefulShutdownEnabled(false)
            // log a stuck thread; halting the process is not the broker's to decide
            .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.LOG)
            .setSecurityEnabled(options.remote() != null)
            .setResolveProtocols(false)
            // queues with a UUID for a name are temporary ones, made by who waits for an answer
            .setUuidNamespace(TEMPORARY)
            .addAcceptorConfiguration("local", acceptor)
            .addAddressSetting("#", settings())
            .addAddressSetting(DEAD_LETTERS, keptSettings())
            .addAddressSetting(EXPIRED, keptSettings())
            // a sink counts its own attempts; the broker must not give up in its place
            .addAddressSetting(NOTIFICATIONS, keptSettings())
            .addAddressSetting("workbin.sink.#", keptSettings())
            // an answer to one who has gone must not make his queue anew
            .addAddressSetting(
                TEMPORARY + ".#",
                keptSettings()
                    .setAutoCreateAddresses(false)
                    .setAutoCreateQueues(false)
                    .setAutoDeleteAddresses(true)
                    .setAutoDeleteQueues(true));
    for (String queue : QUEUES) {
      configuration.addAddressConfiguration(
          new CoreAddressConfiguration()
              .setName(queue)
              .addRoutingType(RoutingType.ANYCAST)
              .addQueueConfiguration(
                  QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST)));
    }
    configuration.registerBrokerPlugin(new ObjectMessageRefusal());
    if (options.remote() != null) {
      openPort(configuration, options.remote());
    }
    return configuration;
  }

  /** No remote user makes a queue or address that lasts, so all of them are made here. */
  private static void openPort(Configuration configuration, RemoteAccess remote) throws Exception {
    configuration.addAcceptorConfiguration(
        REMOTE_ACCEPTOR,
        "tcp://127.0.0.1:"
            + remote.port()
            + "?protocols=CORE;useEpoll=false;useKQueue=false;connectionsAllowed="
            + REMOTE_CONNECTIONS);
    for (String address : remote.allAddresses()) {
      if (!QUEUES.contains(address)) {
        CoreAddressConfiguration both =
            new CoreAddressConfiguration()
                .setName(address)
                .addRoutingType(RoutingType.ANYCAST)
                .addRoutingType(RoutingType.MULTICAST);
        if (!address.equals(NOTIFICATIONS)) {
          both.addQueueConfiguration(
              QueueConfiguration.of(address).setRoutingType(RoutingType.ANYCAST));
        }
        configuration.addAddressConfiguration(both);
      }
    }
    for (BrokerUser user : remote.users()) {
      ResourceLimitSettings limits = new ResourceLimitSettings();
      limits.setMatch(SimpleString.of(user.name()));
      limits.setMaxQueues(MAX_TEMPORARY_QUEUES);
      configuration.addResourceLimitSettings(limits);
    }
  }

  private AddressSettings settings() {
    return keptSettings()
        .setMaxDeliveryAttempts(options.maxDeliveryAttempts())
        .setRedeliveryDelay(options.redeliveryDelay().toMillis())
        .setRedeliveryMultiplier(2)
        .setMaxRedeliveryDelay(
            Math.max(MAX_REDELIVERY_DELAY_MILLIS, options.redeliveryDelay().toMillis()));
  }

  /** For the queues at the end of the road: what fails here again must not be given up. */
  private static AddressSettings keptSettings() {
    return new AddressSettings()
        .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
        .setExpiryAddress(SimpleString.of(EXPIRED))
        .setMaxDeliveryAttempts(-1)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setPageSizeBytes(PAGE_BYTES)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false);
  }

  private static String newPassword() {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    return Base64.getUrlEncoder().encodeToString(secret);
  }
}
