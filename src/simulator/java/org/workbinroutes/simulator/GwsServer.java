package org.workbinroutes.simulator;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.cometd.bayeux.server.BayeuxServer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** One run of the HTTP server, from start to stop. */
final class GwsServer {
  private static final String HOST = "127.0.0.1";
  private static final int MOST_THREADS = 256;
  private static final int FEWEST_THREADS = 8;
  private static final int ATTEMPTS = 100;
  private static final int LOWEST_PORT = 10_000;

  /** Of Linux; others begin above it. */
  private static final int LOWEST_OUTGOING_PORT = 32_768;

  private final Server server;
  private final ServerConnector connector;
  private final BayeuxSide bayeux;

  private GwsServer(Server server, ServerConnector connector, BayeuxSide bayeux) {
    this.server = server;
    this.connector = connector;
    this.bayeux = bayeux;
  }

  static GwsServer start(Simulation simulation, int port) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    threads.setName("gws-simulator");
    threads.setDaemon(true);
    threads.setStopTimeout(0);
    Server server = new Server(threads);
    server.setStopTimeout(0);
    ServerConnector connector = connector(server, port);
    server.addConnector(connector);
    connector.addBean(
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            simulation.counters().connections.increment();
          }
        });
    BayeuxSide bayeux = new BayeuxSide(simulation);
    ServletContextHandler context = new ServletContextHandler();
    context.setAttribute(BayeuxServer.ATTRIBUTE, bayeux.server());
    FilterHolder front = new FilterHolder(simulation.faults().front().filter());
    front.setAsyncSupported(true);
    context.addFilter(front, "/*", EnumSet.of(DispatcherType.REQUEST));
    ServletHolder notifications = new ServletHolder(new NotificationsServlet());
    notifications.setInitOrder(1);
    notifications.setAsyncSupported(true);
    context.addServlet(notifications, "/api/v2/notifications");
    context.addServlet(notifications, "/api/v2/notifications/*");
    ServletHolder rest = new ServletHolder(new RestServlet(simulation));
    rest.setAsyncSupported(true);
    context.addServlet(rest, "/api/v2/*");
    if (simulation.settings().oauth() != null) {
      ServletHolder oauth = new ServletHolder(new OAuthServlet(simulation));
      oauth.setAsyncSupported(true);
      context.addServlet(oauth, "/oauth/token");
    }
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "port: the simulator cannot start on " + HOST + ":" + port + ": " + e.getMessage(), e);
    }
    return new GwsServer(server, connector, bayeux);
  }

  int port() {
    return connector.getLocalPort();
  }

  String url() {
    return "http://" + HOST + ":" + port();
  }

  BayeuxSide bayeux() {
    return bayeux;
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the simulator cannot stop: " + e.getMessage(), e);
    }
  }

  static ServerConnector connector(Server server, int port) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // ids are opaque: one with an encoded slash is as good as any
    configuration.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "opaque-ids",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER));
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost(HOST);
    connector.setPort(port);
    connector.setAcceptQueueSize(1024);
    // longer than any poll or injected hang a test would wait for
    connector.setIdleTimeout(TimeUnit.MINUTES.toMillis(10));
    if (port == 0) {
      openAnywhere(connector);
    }
    return connector;
  }

  /**
   * Takes a port below those that systems give to outgoing connections: one of them would else be
   * given it while the server is down for a moment, and the server could not come back.
   */
  private static void openAnywhere(ServerConnector connector) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      connector.setPort(ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_OUTGOING_PORT));
      try {
        connector.open();
        return;
      } catch (IOException taken) {
        // perhaps the next one
      }
    }
    connector.setPort(0);
  }
}
