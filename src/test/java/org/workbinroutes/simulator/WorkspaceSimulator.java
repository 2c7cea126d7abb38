package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.server.http.jakarta.CometDServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A running stand-in for the Workspace API v3 of GWS 9 on 127.0.0.1, as far as workbins, login and
 * notifications go. Written after what the vendor's sample simulator for UI development
 * (GenesysPureEngage/agent-api-simulator) does, oddities included: calls are accepted whoever makes
 * them and whatever they ask for, and what comes of them is told by events. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * try (WorkspaceSimulator gws = WorkspaceSimulator.builder().start()) {
 *   gws.interaction("0001", Map.of("id", "0001", "mediaType", "email"));
 *   // ... let the client work against gws.url() ...
 *   assertThat(gws.contents(SeedData.AGENT_GROUP_BIN.workbinId(), "MyAgentGroup")).contains("0001");
 * }
 * }</pre>
 */
public final class WorkspaceSimulator implements AutoCloseable {
  private final WorkspaceState state;
  private final WorkspaceFaults faults;
  private final WorkspaceAuthServlet auth;
  private final Duration longPollTimeout;
  private final Duration maxInterval;
  private final boolean eventsBeforeAnswers;
  private int port;
  private Server server;
  private WorkspaceBayeux bayeux;
  private WorkspaceWorkbinsServlet workbins;

  WorkspaceSimulator(
      int port,
      WorkspaceState state,
      Duration longPollTimeout,
      Duration maxInterval,
      boolean eventsBeforeAnswers) {
    this.port = port;
    this.state = state;
    this.auth = new WorkspaceAuthServlet(state);
    this.faults = new WorkspaceFaults(state, auth);
    this.longPollTimeout = longPollTimeout;
    this.maxInterval = maxInterval;
    this.eventsBeforeAnswers = eventsBeforeAnswers;
    start();
  }

  /**
   * Configures a simulator.
   *
   * @return a builder with all defaults
   */
  public static WorkspaceSimulatorBuilder builder() {
    return new WorkspaceSimulatorBuilder();
  }

  /** Stops the server and starts it again on the same port. Only subscriptions and bins survive. */
  public synchronized void restart() {
    stop();
    start();
  }

  @Override
  public synchronized void close() {
    stop();
  }

  /**
   * Base address.
   *
   * @return for example {@code http://127.0.0.1:40123}, without a slash at the end
   */
  public synchronized String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Makes things go wrong.
   *
   * @return the switches
   */
  public WorkspaceFaults faults() {
    return faults;
  }

  /**
   * Adds a workbin.
   *
   * @param id its id
   * @param name its name
   * @param type Agent, AgentGroup, Place or PlaceGroup
   */
  public void addWorkbin(String id, String name, String type) {
    state.add(new WorkspaceState.Workbin(id, name, type));
  }

  /**
   * The workbins.
   *
   * @return their ids, in the order in which they were added
   */
  public List<String> workbinIds() {
    return state.workbins().stream().map(WorkspaceState.Workbin::id).toList();
  }

  /**
   * Registers an interaction, which can then be added to workbins.
   *
   * @param interactionId its id
   * @param fields what events and content show of it; should contain id and mediaType
   */
  public void interaction(String interactionId, Map<String, Object> fields) {
    state.register(interactionId, fields);
  }

  /**
   * What lies in a workbin.
   *
   * @param workbinId its id
   * @param owner whose part of it
   * @return ids in the order in which they came; one that was added twice is there twice
   */
  public List<String> contents(String workbinId, String owner) {
    return state.content(workbinId, owner).stream()
        .map(interaction -> String.valueOf(interaction.get("id")))
        .toList();
  }

  /**
   * Puts an interaction into a workbin, and tells nobody.
   *
   * @param workbinId the workbin
   * @param owner whose part of it
   * @param interactionId the interaction
   */
  public void putSilently(String workbinId, String owner, String interactionId) {
    state.place(workbinId, interactionId, owner);
  }

  /**
   * Takes an interaction out of a workbin, as an agent does.
   *
   * @param workbinId the workbin
   * @param owner whose part of it
   * @param interactionId the interaction
   */
  public void pull(String workbinId, String owner, String interactionId) {
    Map<String, Object> interaction = state.take(workbinId, interactionId, owner);
    if (interaction != null) {
      List<Runnable> events = new ArrayList<>();
      workbins().changed(workbinId, owner, "Pull", "Remove", interaction, events);
      events.forEach(Runnable::run);
    }
  }

  /**
   * How often a function was called, or a user signed in ({@code sign-in}) or shook hands ({@code
   * handshake}), or made any request besides workbin calls and Bayeux ({@code requests}).
   *
   * @param function for example {@code add-interaction}
   * @return calls, refused and failed ones included
   */
  public long calls(String function) {
    return state.calls(function);
  }

  /**
   * The id under which the last call of a function was made.
   *
   * @param function for example {@code get-content}
   * @return the client's own id; null if none was given
   */
  public String lastOperationId(String function) {
    return state.lastOperation(function);
  }

  /**
   * How often adding an interaction had an effect.
   *
   * @param interactionId its id
   * @return how often it was put into a workbin
   */
  public long effects(String interactionId) {
    return state.effects(interactionId);
  }

  /**
   * Living sessions of the API.
   *
   * @return how many
   */
  public int sessions() {
    return state.sessions();
  }

  /**
   * Living Bayeux sessions.
   *
   * @return how many
   */
  public synchronized int bayeuxSessions() {
    return bayeux.sessions();
  }

  /**
   * Subscriptions to workbins; one that was made twice counts twice.
   *
   * @return how many
   */
  public int subscriptions() {
    return state.subscriptions();
  }

  /**
   * Sends any data to a user's session on the workbins' channel.
   *
   * @param user who
   * @param data plain maps, lists, texts and numbers; may be null
   */
  public synchronized void publish(String user, Object data) {
    bayeux.deliver(user, WorkspaceBayeux.WORKBINS, data);
  }

  /**
   * Sends a burst to all users' sessions: each gets the whole of it in the answer to one poll.
   *
   * @param all plain maps, lists, texts and numbers
   */
  public synchronized void publishTogether(List<?> all) {
    bayeux.deliverTogether(WorkspaceBayeux.WORKBINS, all);
  }

  private synchronized WorkspaceWorkbinsServlet workbins() {
    return workbins;
  }

  private void start() {
    bayeux = new WorkspaceBayeux(state, longPollTimeout, maxInterval);
    workbins = new WorkspaceWorkbinsServlet(state, bayeux, faults, eventsBeforeAnswers);
    faults.serving(bayeux);
    QueuedThreadPool threads = new QueuedThreadPool(128, 8);
    threads.setName("workspace-simulator");
    threads.setDaemon(true);
    threads.setStopTimeout(0);
    server = new Server(threads);
    server.setStopTimeout(0);
    ServerConnector connector = GwsServer.connector(server, port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setAttribute(BayeuxServer.ATTRIBUTE, bayeux.server());
    ServletHolder notifications = new ServletHolder(new CometDServlet());
    notifications.setAsyncSupported(true);
    notifications.setInitOrder(1);
    context.addServlet(notifications, "/workspace/v3/notifications");
    context.addServlet(notifications, "/workspace/v3/notifications/*");
    ServletHolder calls = new ServletHolder(workbins);
    calls.setAsyncSupported(true);
    context.addServlet(calls, "/workspace/v3/workbins/*");
    ServletHolder login = new ServletHolder(auth);
    context.addServlet(login, "/auth/v3/*");
    context.addServlet(login, "/workspace/v3/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "port: the simulator cannot start on port " + port + ": " + e.getMessage(), e);
    }
    port = connector.getLocalPort();
  }

  private void stop() {
    if (server != null) {
      faults.releaseHung();
      try {
        server.stop();
      } catch (Exception e) {
        throw new IllegalStateException("the simulator cannot stop: " + e.getMessage(), e);
      }
      server = null;
      state.forgetSessions();
    }
  }
}
