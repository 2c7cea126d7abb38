package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A running stand-in for Genesys Web Services on 127.0.0.1. Safe for use by many threads.
 *
 * <pre>{@code
 * try (SimulatorServer gws = SimulatorServer.builder().start()) {
 *   gws.faults().onAdd(Fault.httpStatus(503).header("Retry-After", "1"), 2);
 *   // ... let the client work against gws.url() ...
 *   assertThat(gws.contents(SeedData.PLACE_GROUP_BIN)).containsExactly("0001BaBFVPR20039");
 *   assertThat(gws.adds("0001BaBFVPR20039")).isEqualTo(new Adds(3, 1));
 * }
 * }</pre>
 */
public final class SimulatorServer implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private boolean hasServed;
  private final Simulation simulation;
  private int port;
  private GwsServer server;

  SimulatorServer(Settings settings) {
    simulation = new Simulation(settings);
    port = settings.port();
  }

  /**
   * Configures a simulator.
   *
   * @return a builder with all defaults
   */
  public static SimulatorServerBuilder builder() {
    return new SimulatorServerBuilder();
  }

  /**
   * Starts the server again after {@link #stop()}, on the same port. Does nothing if it runs.
   *
   * @throws IllegalStateException if the port is taken
   */
  public synchronized void start() {
    if (server == null) {
      server = hasServed ? startAgain() : GwsServer.start(simulation, port);
      hasServed = true;
      port = server.port();
      simulation.serving(server.url(), server.bayeux());
    }
  }

  /** A connection of another program can have been given the port meanwhile, for a moment. */
  private GwsServer startAgain() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return GwsServer.start(simulation, port);
      } catch (IllegalStateException taken) {
        if (System.nanoTime() - end > 0) {
          throw taken;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /**
   * Stops the server: connections end, all HTTP and Bayeux sessions and workbin subscriptions are
   * gone. Workbins, their contents, tokens, counters and the log stay.
   */
  public synchronized void stop() {
    if (server != null) {
      simulation.hung().releaseAll();
      server.stop();
      server = null;
      simulation.forgetSessions();
    }
  }

  /** Stops and starts on the same port. */
  public synchronized void restart() {
    stop();
    start();
  }

  /** Stops for good. */
  @Override
  public synchronized void close() {
    stop();
    simulation.close();
  }

  /**
   * Base address.
   *
   * @return for example {@code http://127.0.0.1:40123}, without a slash at the end
   */
  public String url() {
    return simulation.url();
  }

  /**
   * TCP port.
   *
   * @return the port, the same over restarts
   */
  public synchronized int port() {
    return port;
  }

  /**
   * Makes things go wrong.
   *
   * @return the switches
   */
  public Faults faults() {
    return simulation.faults();
  }

  /**
   * What has happened.
   *
   * @return live counters
   */
  public Counters counters() {
    return simulation.counters();
  }

  /**
   * The requests so far, Bayeux messages included.
   *
   * @return a copy, in the order in which the answers were decided; empty if the log is off
   */
  public List<LoggedRequest> requests() {
    return simulation.log().requests();
  }

  /** Empties {@link #requests()}. Counters and {@link #adds} stay. */
  public void clearRequests() {
    simulation.log().clearRequests();
  }

  /**
   * Switches the log of requests.
   *
   * @param on whether further requests are logged
   */
  public void logRequests(boolean on) {
    simulation.log().switchOn(on);
  }

  /**
   * How often an interaction was asked to be added, to any workbin.
   *
   * @param interactionId its id
   * @return calls and effects, zeros if it was never named
   */
  public Adds adds(String interactionId) {
    return simulation.log().adds(interactionId);
  }

  /**
   * What lies in a group workbin.
   *
   * @param bin its address
   * @return ids of interactions in the order in which they came; empty if there is no such workbin
   */
  public List<String> contents(BinAddress bin) {
    Bin found = simulation.workbins().find(bin);
    return found == null
        ? List.of()
        : found.inOrder().stream().map(Bin.Item::interactionId).toList();
  }

  /**
   * What lies in a group workbin.
   *
   * @param workbinId its id
   * @param kind {@code agentGroup} or {@code placeGroup}
   * @param group name of the group
   * @return ids of interactions in the order in which they came; empty if there is no such workbin
   */
  public List<String> contents(String workbinId, String kind, String group) {
    return contents(new BinAddress(workbinId, WorkbinType.named(kind), group));
  }

  /**
   * Puts an interaction into a group workbin as somebody else would do it, with its notification.
   * Counts neither as a call nor in {@link #adds}.
   *
   * @param bin its address
   * @param interactionId the interaction
   * @return false if it was there already, and nothing happened
   * @throws IllegalArgumentException if there is no such workbin
   */
  public boolean put(BinAddress bin, String interactionId) {
    return simulation.groupWorkbins().put(bin, interactionId);
  }

  /**
   * Takes an interaction out of a group workbin as somebody else would do it, with its
   * notification. Does not count as a call.
   *
   * @param bin its address
   * @param interactionId the interaction
   * @return false if it was not there, and nothing happened
   * @throws IllegalArgumentException if there is no such workbin
   */
  public boolean take(BinAddress bin, String interactionId) {
    return simulation.groupWorkbins().take(bin, interactionId);
  }

  /**
   * Tells the subscribers once more that an interaction was added.
   *
   * @param bin where it lies
   * @param interactionId the interaction
   * @return false if it is not in that workbin, and nothing was told
   * @throws IllegalArgumentException if there is no such workbin
   */
  public boolean redeliver(BinAddress bin, String interactionId) {
    return simulation.groupWorkbins().redeliver(bin, interactionId);
  }

  /** Empties all workbins without any notification. */
  public void clearContents() {
    simulation.workbins().clearContents();
  }

  /**
   * Gives a user another password, or adds one, and ends all sessions of that user.
   *
   * @param name user name
   * @param password password
   */
  public void user(String name, String password) {
    simulation.authenticator().user(name, password);
    simulation.ended(simulation.logins().removeAll(name), HeldPolls.ANSWERED);
  }

  /**
   * Takes the right to a group workbin from a user: whatever that user asks of it from now on is
   * answered with statusCode 5. Subscriptions it has stay.
   *
   * @param user user name
   * @param bin the workbin's address
   */
  public void forbid(String user, BinAddress bin) {
    simulation.groupWorkbins().forbid(user, bin);
  }

  /**
   * The workbins.
   *
   * @return a copy
   */
  public List<Workbin> workbins() {
    return simulation.workbins().all();
  }

  /**
   * Adds a workbin.
   *
   * @param workbin the workbin
   */
  public void addWorkbin(Workbin workbin) {
    simulation.workbins().add(workbin);
  }

  /**
   * Registers an interaction, so that content and notifications show it as given. Interactions
   * nobody has registered are accepted too; they get a plain state.
   *
   * @param interactionId its id
   * @param media its media, which then counts, whatever the operation is called
   * @param state what stands under {@code {media}StateResourceV2}; should contain the id
   */
  public void interaction(String interactionId, Media media, Map<String, Object> state) {
    simulation.workbins().register(interactionId, new Interaction(media, state));
  }

  /**
   * Sets the {@code referenceId} of the next operation; it counts on from there.
   *
   * @param next the number
   */
  public void nextReferenceId(long next) {
    simulation.groupWorkbins().nextReferenceId(next);
  }

  /**
   * Changes the delay of add operations.
   *
   * @param delay time between request and effect
   */
  public void addDelay(Duration delay) {
    simulation.addDelay(delay);
  }

  /**
   * Publishes any data to all sessions on the notification channel, whatever workbins they have
   * subscribed to.
   *
   * @param data plain maps, lists, texts and numbers; may be null
   */
  public void publish(Object data) {
    publish(Listener.CHANNEL, data);
  }

  /**
   * Publishes a burst to all sessions on the notification channel: each gets the whole of it in the
   * answer to one poll.
   *
   * @param all plain maps, lists, texts and numbers
   */
  public void publishTogether(List<?> all) {
    simulation.bayeux().publishTogether(Listener.CHANNEL, all);
  }

  /**
   * Publishes any data to all sessions on a channel.
   *
   * @param channel a Bayeux channel
   * @param data plain maps, lists, texts and numbers; may be null
   */
  public void publish(String channel, Object data) {
    simulation.bayeux().publish(channel, data);
  }

  /**
   * Living HTTP sessions.
   *
   * @return how many
   */
  public int httpSessions() {
    return simulation.logins().all().size();
  }

  /**
   * Living Bayeux sessions.
   *
   * @return how many
   */
  public int bayeuxSessions() {
    return simulation.bayeux().sessionCount();
  }

  /**
   * Long polls that are held at the moment.
   *
   * @return how many
   */
  public int heldPolls() {
    return simulation.bayeux().heldPollCount();
  }

  /**
   * Who would hear of a change of a group workbin now.
   *
   * @param bin its address
   * @return how many connected Bayeux sessions have subscribed to it and to the channel
   */
  public int listeners(BinAddress bin) {
    return simulation.subscriptions().listeners(bin).size();
  }

  /**
   * Living subscriptions to group workbins.
   *
   * @return how many, over all sessions or users
   */
  public int workbinSubscriptions() {
    return simulation.subscriptions().count();
  }
}
