package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Configures a {@link WorkspaceSimulator}. */
public final class WorkspaceSimulatorBuilder {
  private int port;
  private final Map<String, String> users = new HashMap<>();
  private Duration longPollTimeout = Duration.ofSeconds(30);
  private Duration maxInterval = Duration.ofSeconds(10);
  private boolean acceptUnknownInteractions;
  private boolean eventsBeforeAnswers;

  WorkspaceSimulatorBuilder() {}

  /**
   * Where to listen.
   *
   * @param port TCP port on 127.0.0.1; 0, the default, takes a free one
   * @return this
   */
  public WorkspaceSimulatorBuilder port(int port) {
    this.port = port;
    return this;
  }

  /**
   * Adds a user. The first call replaces the default user {@code agent} with password {@code
   * secret}.
   *
   * @param name user name, without the backslash with which it is sent
   * @param password password
   * @return this
   */
  public WorkspaceSimulatorBuilder user(String name, String password) {
    users.put(name, password);
    return this;
  }

  /**
   * How long a poll without messages is held.
   *
   * @param timeout 30 s by default
   * @return this
   */
  public WorkspaceSimulatorBuilder longPollTimeout(Duration timeout) {
    longPollTimeout = timeout;
    return this;
  }

  /**
   * How long a Bayeux session lives without a poll.
   *
   * @param interval 10 s by default
   * @return this
   */
  public WorkspaceSimulatorBuilder maxInterval(Duration interval) {
    maxInterval = interval;
    return this;
  }

  /**
   * Whether any interaction can be added, as a chat. By default only those that were registered
   * can, and adding another is accepted without any effect.
   *
   * @param on true to know every interaction
   * @return this
   */
  public WorkspaceSimulatorBuilder acceptUnknownInteractions(boolean on) {
    acceptUnknownInteractions = on;
    return this;
  }

  /**
   * Whether events of a call are published before it is answered.
   *
   * @param on false by default
   * @return this
   */
  public WorkspaceSimulatorBuilder eventsBeforeAnswers(boolean on) {
    eventsBeforeAnswers = on;
    return this;
  }

  /**
   * Starts the simulator.
   *
   * @return a running simulator
   * @throws IllegalStateException if the port is taken
   */
  public WorkspaceSimulator start() {
    if (users.isEmpty()) {
      users.put("agent", "secret");
    }
    return new WorkspaceSimulator(
        port,
        new WorkspaceState(Map.copyOf(users), acceptUnknownInteractions),
        longPollTimeout,
        maxInterval,
        eventsBeforeAnswers);
  }
}
