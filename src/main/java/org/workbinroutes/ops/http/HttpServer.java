package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.workbinroutes.ops.ManagedService;
import org.workbinroutes.outage.OutageHealthCheck;

/**
 * The HTTP server under {@code platform-http}, on Camel's own Vert.x service: with limits for slow,
 * many and large requests, and a login before every path, which Camel's own server has not. It
 * listens before the routes are read and answers 503 until they run.
 */
public final class HttpServer implements ManagedService, CamelContextCustomizer {
  private static final int LOGIN_THREADS = 4;
  private static final String ADVICE =
      "see http.max-connections and http.max-connections-per-address";

  private final HttpServerSettings settings;
  private final List<OpenPage> pages;
  private Listener listener;
  private RequestBodies bodies;
  private volatile boolean ready;

  /** A server that does not listen yet. */
  public HttpServer(HttpServerSettings settings) {
    this(settings, List.of());
  }

  /**
   * A server that does not listen yet, with pages of its own.
   *
   * @param pages what is answered without a login
   */
  public HttpServer(HttpServerSettings settings, List<OpenPage> pages) {
    this.settings = settings;
    this.pages = List.copyOf(pages);
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public void start() throws IOException {
    open();
  }

  @Override
  public void configure(CamelContext context) {
    try {
      open();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    int port = port();
    String routerName = VertxPlatformHttpRouter.getRouterNameFromPort(port);
    context
        .getRegistry()
        .bind(
            PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
            new AsyncHttpEngine(port, bodies, listener.problems()));
    context
        .getRegistry()
        .bind(
            routerName,
            new VertxPlatformHttpRouter(null, listener.vertx(), listener.routes(), routerName) {
              @Override
              public Handler<RoutingContext> bodyHandler() {
                return RoutingContext::next;
              }
            });
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            ready = true;
          }

          @Override
          public void onContextStopping(CamelContext stopping) {
            ready = false;
          }
        });
  }

  /**
   * The port it listens at.
   *
   * @return the port, once it has been started
   */
  public synchronized int port() {
    return listener.port();
  }

  /** How many connections are open. */
  public synchronized int connections() {
    return listener == null ? 0 : listener.connections();
  }

  /**
   * The checks of the server: {@code http}, whether its event loop serves anybody, and {@code
   * http-connections}, whether it refuses some.
   */
  public List<HealthCheck> healthChecks() {
    return List.of(
        new OutageHealthCheck("http", true, () -> watch().flatMap(ServerWatch::stuck)),
        new OutageHealthCheck(
            "http-connections", false, () -> watch().flatMap(ServerWatch::refusing)));
  }

  private synchronized Optional<ServerWatch> watch() {
    return Optional.ofNullable(listener).map(Listener::watch);
  }

  @Override
  public synchronized void stop() {
    ready = false;
    if (listener != null) {
      listener.stop();
      listener = null;
    }
  }

  private synchronized void open() throws IOException {
    if (listener != null) {
      return;
    }
    HttpServerSettings.Limits limits = settings.limits();
    Listener opening = new Listener("HTTP", ADVICE, settings);
    bodies =
        new RequestBodies(
            opening.vertx(), settings.spool(), limits.body(), limits.maxBody(), limits.maxBatch());
    for (Handler<RoutingContext> guard : guards(opening)) {
      opening.routes().route().handler(guard);
    }
    opening.listen();
    listener = opening;
  }

  /** What stands before every route, whatever its path. */
  private List<Handler<RoutingContext>> guards(Listener opening) {
    ProblemAnswers problems = opening.problems();
    List<Handler<RoutingContext>> guards = new ArrayList<>();
    guards.add(
        ctx -> {
          if (ready) {
            ctx.next();
          } else {
            problems.send(ctx, HttpProblem.NOT_READY);
          }
        });
    guards.add(new OpenPages(pages));
    if (settings.logins().isOpen()) {
      guards.add(new ForeignPages(problems));
    } else {
      guards.add(
          new Login(
              credentials(),
              problems,
              opening.vertx().createSharedWorkerExecutor("login", LOGIN_THREADS)));
    }
    if (settings.limits().maxRate() > 0) {
      guards.add(new RateLimit(settings.limits().maxRate(), problems));
    }
    return guards;
  }

  private List<Credentials> credentials() {
    List<Credentials> kinds = new ArrayList<>();
    if (settings.logins().jwt() != null) {
      kinds.add(new JwtTokens(settings.logins().jwt()));
    }
    if (!settings.logins().keys().isEmpty()) {
      kinds.add(new ApiKeys(settings.logins().keys()));
    }
    return kinds;
  }
}
