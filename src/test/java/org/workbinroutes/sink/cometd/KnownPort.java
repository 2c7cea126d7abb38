package org.workbinroutes.sink.cometd;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The component itself, which only tells its test the port it got. */
final class KnownPort extends NotificationCometdComponent {
  private Server server;

  @Override
  protected Server createServer() {
    server = super.createServer();
    return server;
  }

  int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }
}
