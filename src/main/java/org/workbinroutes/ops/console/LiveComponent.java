package org.workbinroutes.ops.console;

import org.apache.camel.component.cometd.CometdEndpoint;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.server.http.jakarta.CometDServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.workbinroutes.sink.cometd.NotificationCometdComponent;

/**
 * Camel component {@code console-live}: the CometD server that pages listen to. It has a port of
 * this machine that no one needs to know, as pages reach it through the HTTP server.
 */
public final class LiveComponent extends NotificationCometdComponent {
  private static final int MOST_THREADS = 16;
  private static final int FEWEST_THREADS = 2;
  private static final int MOST_WAITING = 20;
  private static final int LARGEST_MESSAGE = 8 * 1024;

  private volatile Server server;
  private volatile CometDServlet servlet;

  /**
   * A server that is not started.
   *
   * @param token what pages must send in their handshake
   */
  public LiveComponent(String token) {
    setHandshakeToken(token);
    setMaxQueue(MOST_WAITING);
    setMaxMessageBytes(LARGEST_MESSAGE);
  }

  @Override
  protected Server createServer() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    threads.setName("console-live");
    return new Server(threads);
  }

  @Override
  protected CometDServlet createServletForConnector(Server made, CometdEndpoint endpoint)
      throws Exception {
    server = made;
    servlet = super.createServletForConnector(made, endpoint);
    return servlet;
  }

  /** The relay alone calls it, by the address of this machine. */
  @Override
  protected boolean checksHost() {
    return true;
  }

  /** The port it listens at; 0 or less while it does not. */
  int port() {
    Server started = server;
    return started == null ? 0 : ((ServerConnector) started.getConnectors()[0]).getLocalPort();
  }

  /** Whether anybody listens to a channel. */
  boolean hasListeners(String channelId) {
    CometDServlet started = servlet;
    if (started == null || started.getBayeuxServer() == null) {
      return false;
    }
    ServerChannel channel = started.getBayeuxServer().getChannel(channelId);
    return channel != null && !channel.getSubscribers().isEmpty();
  }
}
