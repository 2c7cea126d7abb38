package org.workbinroutes.sink.cometd;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.component.cometd.CometdComponent;
import org.apache.camel.component.cometd.CometdEndpoint;
import org.apache.camel.component.cometd.CometdProducerConsumer;
import org.cometd.bayeux.ChannelId;
import org.cometd.server.http.jakarta.CometDServlet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.workbinroutes.net.HostNames;

/**
 * Camel component {@code cometd} and {@code cometds} for sending only: camel-cometd's server,
 * closed against everything a browser does not need for listening.
 *
 * <ul>
 *   <li>a client may subscribe to the channels that sinks publish to, and to no other; it may
 *       publish nowhere;
 *   <li>no header of a message goes to a client, none of a client's comes in;
 *   <li>long-polling only: no JSONP, which knows no origin check, and no WebSocket;
 *   <li>a client can be asked for a token in its handshake ({@code ext.token}); without one the
 *       server listens on this machine only, and may be called by an IP address, as localhost or by
 *       a name in {@code hosts};
 *   <li>messages and queues have a largest size.
 * </ul>
 *
 * The doors are shut before the port opens.
 */
public class NotificationCometdComponent extends CometdComponent {
  private static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024;
  private static final int DEFAULT_MAX_QUEUE = 10_000;
  private static final String COMETD_PATH = "/cometd/*";

  private final ConcurrentMap<String, Set<String>> channelsByServer = new ConcurrentHashMap<>();
  private String handshakeToken;
  private String hosts;
  private HostNames hostNames = new HostNames(List.of());
  private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
  private int maxQueue = DEFAULT_MAX_QUEUE;

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    CometdEndpoint endpoint = new NotificationCometdEndpoint(this, uri, remaining);
    setProperties(endpoint, parameters);
    check(endpoint);
    if (endpoint.isCrossOriginFilterOn()) {
      // without a path camel-cometd's filter lets no origin in
      endpoint.setFilterPath(COMETD_PATH);
    }
    return endpoint;
  }

  private void check(CometdEndpoint endpoint) throws UnknownHostException {
    String host = endpoint.getUri().getHost();
    String channel = endpoint.getPath();
    if (host == null || channel == null || channel.length() < 2) {
      throw new IllegalArgumentException(
          "cometd names no channel: write cometd:127.0.0.1:8090/notifications");
    }
    ChannelId id = new ChannelId(channel);
    if (id.isMeta() || id.isService() || id.isWild()) {
      throw new IllegalArgumentException(
          "cometd cannot publish to the channel "
              + channel
              + ": use a plain one such as /notifications");
    }
    String origins = endpoint.getAllowedOrigins();
    if (endpoint.isCrossOriginFilterOn() && (origins == null || origins.contains("*"))) {
      throw new IllegalArgumentException(
          "cometd: crossOriginFilterOn with allowedOrigins=* lets any web page listen: name the"
              + " origins, as in allowedOrigins=https://desk.example");
    }
    if (handshakeToken == null && !InetAddress.getByName(host).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "cometd on "
              + host
              + " would let anybody listen: set camel.component."
              + endpoint.getProtocol()
              + ".handshakeToken, or use 127.0.0.1");
    }
  }

  @Override
  public void connect(CometdProducerConsumer producer) throws Exception {
    // known before the port opens, so that no early subscriber is sent away
    channels(producer.getEndpoint()).add(producer.getEndpoint().getPath());
    super.connect(producer);
  }

  private Set<String> channels(CometdEndpoint endpoint) {
    String server =
        endpoint.getProtocol() + ":" + endpoint.getUri().getHost() + ":" + endpoint.getPort();
    return channelsByServer.computeIfAbsent(server, key -> ConcurrentHashMap.newKeySet());
  }

  @Override
  protected CometDServlet createServletForConnector(Server server, CometdEndpoint endpoint)
      throws Exception {
    super.createServletForConnector(server, endpoint);
    CometDServlet guarded =
        new GuardedCometdServlet(new ListenOnlyPolicy(handshakeToken, channels(endpoint)));
    ServletContextHandler context = (ServletContextHandler) server.getHandler();
    for (FilterHolder filter : context.getServletHandler().getFilters()) {
      // a poll waits without a thread
      filter.setAsyncSupported(true);
    }
    ServletHolder holder = cometdHolder(context);
    holder.setServlet(guarded);
    holder.setInitParameter("allowedTransports", "long-polling");
    holder.setInitParameter("maxMessageSize", Integer.toString(maxMessageBytes));
    holder.setInitParameter("maxQueue", Integer.toString(maxQueue));
    holder.setInitParameter("browserCookieHttpOnly", "true");
    holder.setInitParameter("browserCookieSameSite", "Strict");
    holder.setInitParameter(
        "browserCookieSecure", Boolean.toString("cometds".equals(endpoint.getProtocol())));
    for (Connector connector : server.getConnectors()) {
      HttpConfiguration http =
          connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
      http.setSendServerVersion(false);
      http.setSendXPoweredBy(false);
      if (handshakeToken == null) {
        // a page of another site that has its name lead here could listen
        http.addCustomizer(this::checkHost);
      }
    }
    return guarded;
  }

  /** Jetty itself refuses several Host headers, and one that is not the target's. */
  private Request checkHost(Request request, HttpFields.Mutable responseHeaders) {
    if (!hostNames.contain(request.getHttpURI().getAuthority())) {
      throw new HttpException.RuntimeException(
          HttpStatus.MISDIRECTED_REQUEST_421,
          "Call this server by an IP address or as localhost, or set camel.component.cometd.hosts");
    }
    return request;
  }

  private static ServletHolder cometdHolder(ServletContextHandler context) {
    for (ServletHolder holder : context.getServletHandler().getServlets()) {
      if (holder.getHeldClass() == CometDServlet.class) {
        return holder;
      }
    }
    throw new IllegalStateException(
        "camel-cometd has no CometD servlet where this version keeps it: the server cannot be"
            + " guarded and is not started");
  }

  /** {@return the token a client must give in its handshake, or null if none is asked for} */
  public String getHandshakeToken() {
    return handshakeToken;
  }

  /**
   * Asks clients for a token.
   *
   * @param handshakeToken what a client must send as {@code ext.token}; null asks for none and
   *     binds the server to this machine
   * @throws IllegalArgumentException if it is blank, as a variable of the environment is that was
   *     forgotten
   */
  public void setHandshakeToken(String handshakeToken) {
    if (handshakeToken != null && handshakeToken.isBlank()) {
      throw new IllegalArgumentException(
          "cometd: handshakeToken is set and empty: give it a value, or take it out to ask for"
              + " none");
    }
    this.handshakeToken = handshakeToken;
  }

  /** {@return the names by which the server may be called without a token, comma separated} */
  public String getHosts() {
    return hosts;
  }

  /** Lets the server be called by further names where no token is asked for. */
  public void setHosts(String hosts) {
    this.hosts = hosts;
    this.hostNames =
        new HostNames(
            Stream.of(hosts.split(",", -1)).map(String::strip).map(HostNames::parse).toList());
  }

  /** {@return the largest message a client may send, in bytes} */
  public int getMaxMessageBytes() {
    return maxMessageBytes;
  }

  /**
   * Bounds what a client may send.
   *
   * @param maxMessageBytes bytes, greater than 0
   */
  public void setMaxMessageBytes(int maxMessageBytes) {
    this.maxMessageBytes = positive("maxMessageBytes", maxMessageBytes);
  }

  /** {@return how many messages wait for a slow client before it is sent away} */
  public int getMaxQueue() {
    return maxQueue;
  }

  /** Bounds what waits for a slow client. */
  public void setMaxQueue(int maxQueue) {
    this.maxQueue = positive("maxQueue", maxQueue);
  }

  private static int positive(String option, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "cometd: " + option + " is " + value + ": give a number greater than 0");
    }
    return value;
  }
}
