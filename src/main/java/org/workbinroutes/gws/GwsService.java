package org.workbinroutes.gws;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.workbinroutes.outbound.ExchangeLimits;

/**
 * Everything that serves one user at one GWS, for all endpoints that name them: the HTTP client
 * from camel-http, the session, the notification connection.
 */
final class GwsService extends ServiceSupport {
  private static final int SUBSCRIBE_AT_ONCE = 8;

  /**
   * All headers of an answer on the notification connection; without a limit they fill the heap.
   */
  private static final int LARGEST_HEAD = 64 * 1024;

  private final CamelContext camel;
  private final GwsConfiguration configuration;
  private final GwsSession session;
  private final WorkbinSubscriptions subscriptions;
  private final NotificationLink link;
  private final GwsClient client;
  private final HttpEndpoint httpEndpoint;
  private final org.eclipse.jetty.client.HttpClient bayeuxHttp;
  private final ScheduledExecutorService scheduler;
  private final LinkMeters meters;
  private ExecutorService linkThread;
  private ExecutorService subscriberThreads;

  GwsService(CamelContext camel, GwsConfiguration configuration, CallGuard guard, Clock clock)
      throws Exception {
    this.camel = camel;
    this.configuration = configuration;
    URI base = base(configuration.getUrl());
    this.httpEndpoint = httpEndpoint(camel, configuration, base);
    ForwardProxy proxy = ForwardProxy.of(configuration, httpEndpoint.getComponent(), base);
    MeterRegistry registry = camel.getRegistry().findSingleByType(MeterRegistry.class);
    this.meters = new LinkMeters(registry);
    GwsHttp http =
        new GwsHttp(
            httpClient(httpEndpoint, proxy),
            configuration.getMaxMessageSize(),
            new CallMeters(registry));
    GwsWire wire = new GwsWire(base, http);
    this.session = new GwsSession(configuration, wire, authenticator(http, clock), clock);
    this.subscriptions =
        new WorkbinSubscriptions(
            workbin -> session.call(WorkbinRequests.subscribe(workbin)),
            subscribers(),
            subscriptions(configuration.getSubscriptions()),
            Duration.ofMillis(configuration.getSubscriptionRenewal()),
            clock);
    this.bayeuxHttp = bayeuxHttp();
    proxy.use(bayeuxHttp, base);
    this.scheduler =
        camel.getExecutorServiceManager().newScheduledThreadPool(this, "gws-bayeux", 2);
    this.link =
        new NotificationLink(
            configuration,
            session,
            subscriptions,
            bayeuxHttp,
            scheduler,
            new NotificationMeters(registry),
            new UnreadableNotifications(registry, clock),
            clock);
    this.client = new GwsClient(session, subscriptions, link, guard);
  }

  /** Few: GWS may have a filter that counts a session's requests. */
  private ExecutorService subscribers() {
    ThreadPoolProfile profile = new ThreadPoolProfile("gws-subscribe");
    profile.setPoolSize(SUBSCRIBE_AT_ONCE);
    profile.setMaxPoolSize(SUBSCRIBE_AT_ONCE);
    profile.setMaxQueueSize(Integer.MAX_VALUE);
    profile.setAllowCoreThreadTimeOut(true);
    subscriberThreads =
        camel.getExecutorServiceManager().newThreadPool(this, "gws-subscribe", profile);
    return subscriberThreads;
  }

  GwsClient client() {
    return client;
  }

  NotificationLink link() {
    return link;
  }

  /** What keeps the session from working; null if nothing does. */
  String sessionTrouble() {
    return session.trouble();
  }

  /** Whether there was a login since the start. */
  boolean wasLoggedIn() {
    return session.wasLoggedIn();
  }

  /**
   * Connects for notifications when the first listener comes.
   *
   * @param more workbins the listener wants to hear of, comma separated; null for none. The session
   *     may have been made for an endpoint that knew nothing of them
   */
  synchronized void addListener(NotificationListener listener, String more) {
    subscriptions.configure(subscriptions(more));
    link.addListener(listener);
    if (linkThread == null) {
      meters.show(link);
      link.begin();
      linkThread = camel.getExecutorServiceManager().newSingleThreadExecutor(this, "gws-link");
      linkThread.execute(link);
    }
  }

  /** Ends the notification connection with its last listener. */
  synchronized void removeListener(NotificationListener listener) {
    if (link.removeListener(listener) && !link.hasListeners()) {
      disconnect();
    }
  }

  private void disconnect() {
    link.stop();
    meters.remove();
    if (linkThread != null) {
      camel.getExecutorServiceManager().shutdownGraceful(linkThread, 2_000);
      linkThread = null;
    }
  }

  @Override
  protected void doStart() throws Exception {
    bayeuxHttp.start();
    // A 401 must reach us as a 401, with or without a challenge.
    bayeuxHttp.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
    bound(bayeuxHttp);
  }

  /** Bounds what comes before the body of an answer; started clients only. */
  static void bound(org.eclipse.jetty.client.HttpClient http) {
    http.setMaxResponseHeadersSize(LARGEST_HEAD);
    FewInformational.applyTo(http.getProtocolHandlers());
  }

  @Override
  protected synchronized void doStop() throws Exception {
    disconnect();
    session.close();
    bayeuxHttp.stop();
    camel.getExecutorServiceManager().shutdownNow(scheduler);
    camel.getExecutorServiceManager().shutdownNow(subscriberThreads);
    httpEndpoint.stop();
  }

  private Authenticator authenticator(GwsHttp http, Clock clock) {
    if (configuration.getAuth() == GwsConfiguration.Auth.oauth2) {
      return new BearerAuthenticator(
          new TokenEndpoint(configuration, http)::token, Pauses.between(configuration), clock);
    }
    return new BasicAuthenticator(
        required("username", configuration.getUsername()),
        required("password", configuration.getPassword()));
  }

  private org.eclipse.jetty.client.HttpClient bayeuxHttp() throws Exception {
    org.eclipse.jetty.client.HttpClient http = new org.eclipse.jetty.client.HttpClient();
    http.setFollowRedirects(false);
    http.setConnectTimeout(configuration.getConnectTimeout());
    http.setIdleTimeout(0);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    http.setUserAgentField(null);
    http.setName("gws-bayeux-http");
    SSLContextParameters tls = tls();
    if (tls != null) {
      SslContextFactory.Client factory = new SslContextFactory.Client();
      factory.setSslContext(tls.createSSLContext(camel));
      factory.setEndpointIdentificationAlgorithm("HTTPS");
      http.setSslContextFactory(factory);
    }
    return http;
  }

  private SSLContextParameters tls() {
    if (configuration.getSslContextParameters() != null) {
      return configuration.getSslContextParameters();
    }
    Component http = camel.getComponent(httpEndpoint.getHttpUri().getScheme());
    if (http instanceof HttpComponent httpComponent) {
      return httpComponent.getSslContextParameters() != null
          ? httpComponent.getSslContextParameters()
          : httpComponent.isUseGlobalSslContextParameters()
              ? camel.getSSLContextParameters()
              : null;
    }
    return null;
  }

  private static HttpEndpoint httpEndpoint(
      CamelContext camel, GwsConfiguration configuration, URI base) throws Exception {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("connectionsPerRoute", configuration.getConnections());
    options.put("maxTotalConnections", configuration.getConnections());
    options.put("connectTimeout", Timeout.ofMilliseconds(configuration.getConnectTimeout()));
    options.put(
        "connectionRequestTimeout", Timeout.ofMilliseconds(configuration.getResponseTimeout()));
    options.put("responseTimeout", Timeout.ofMilliseconds(configuration.getResponseTimeout()));
    options.put("soTimeout", Timeout.ofMilliseconds(configuration.getResponseTimeout()));
    HttpComponent http = camel.getComponent(base.getScheme(), HttpComponent.class);
    HttpEndpoint endpoint = (HttpEndpoint) http.createEndpoint(base.toString(), options);
    endpoint.start();
    if (endpoint.getClientConnectionManager() instanceof PoolingHttpClientConnectionManager pool
        && pool != http.getClientConnectionManager()) {
      // Camel takes the time to live from the component, which others use as well.
      pool.setDefaultConnectionConfig(
          ConnectionConfig.custom()
              .setConnectTimeout(Timeout.ofMilliseconds(configuration.getConnectTimeout()))
              .setSocketTimeout(Timeout.ofMilliseconds(configuration.getResponseTimeout()))
              .setTimeToLive(TimeValue.ofMilliseconds(configuration.getConnectionTimeToLive()))
              .build());
    }
    return endpoint;
  }

  /** The endpoint's client, without what could send a call twice or to somebody else. */
  private static HttpClient httpClient(HttpEndpoint endpoint, ForwardProxy proxy) {
    HttpClientBuilder builder = endpoint.getClientBuilder();
    builder.disableAutomaticRetries();
    builder.disableRedirectHandling();
    // The session does its own, together with the notification connection.
    builder.disableCookieManagement();
    builder.disableContentCompression();
    builder.disableAuthCaching();
    proxy.use(builder);
    LastCheck.addTo(builder);
    // How much of an answer is read depends on the call: see GwsHttp.
    ExchangeLimits.applyTo(builder, Long.MAX_VALUE);
    return endpoint.getHttpClient();
  }

  /** An address as it is used: without a slash at its end, scheme and host in small letters. */
  static URI base(String url) {
    String text = required("url", url).trim();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    URI uri;
    try {
      uri = inSmallLetters(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The url of GWS is no address: write it like https://gws.example.com:8091", e);
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "The url of GWS must be http:// or https:// with a host and without query or"
              + " credentials, like https://gws.example.com:8091");
    }
    return uri;
  }

  /** An address with scheme and host in small letters, as every part of the program expects. */
  static URI inSmallLetters(URI uri) {
    String text = uri.toString();
    String authority = uri.getRawAuthority();
    int end = authority == null ? 0 : text.indexOf(authority) + authority.length();
    return URI.create(text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end));
  }

  private static List<GroupWorkbin> subscriptions(String list) {
    List<GroupWorkbin> workbins = new ArrayList<>();
    if (list != null) {
      Arrays.stream(list.split(","))
          .map(String::trim)
          .filter(item -> !item.isEmpty())
          .map(GroupWorkbin::parse)
          .forEach(workbins::add);
    }
    return workbins;
  }

  private static String required(String option, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "The gws component needs the option "
              + option
              + ": set camel.component.gws."
              + option
              + " or the endpoint option "
              + option);
    }
    return value;
  }
}
