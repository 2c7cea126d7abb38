package org.workbinroutes.ops.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.Engine;

/**
 * The HTTP server under {@code platform-http}, on Camel's own Vert.x engine: with limits for slow,
 * many and large requests, and a login before every path, which Camel's own server has not. It
 * listens before the routes are read and answers 503 until they run.
 */
public final class HttpServer implements Engine, CamelContextCustomizer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private static final int WORKERS = 32;
  private static final int LOGIN_THREADS = 4;
  private static final int LONGEST_REQUEST_LINE = 8 * 1024;
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final int WAITING_CONNECTIONS = 1_024;
  private static final long PATIENCE_SECONDS = 20;

  /** Statuses that the parts of the server fail with. */
  private static final List<Integer> STATUSES =
      List.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 417, 429, 431, 500, 501, 503);

  private final HttpServerSettings settings;
  private final List<OpenPage> pages;
  private final Set<String> listening;
  private Vertx vertx;
  private io.vertx.core.http.HttpServer server;
  private Router routes;
  private RequestBodies bodies;
  private ProblemAnswers problems;
  private Connections connections;
  private volatile boolean ready;

  /**
   * A server that does not listen yet.
   *
   * @param settings how it is set up
   */
  public HttpServer(HttpServerSettings settings) {
    this(settings, List.of(), Set.of());
  }

  /**
   * A server that does not listen yet, with pages of its own.
   *
   * @param settings how it is set up
   * @param pages what is answered without a login
   * @param listening paths whose POST changes nothing: who may only look may send it
   */
  public HttpServer(HttpServerSettings settings, List<OpenPage> pages, Set<String> listening) {
    this.settings = settings;
    this.pages = List.copyOf(pages);
    this.listening = Set.copyOf(listening);
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
            new AsyncHttpEngine(port, bodies, problems));
    context
        .getRegistry()
        .bind(
            routerName,
            new VertxPlatformHttpRouter(null, vertx, routes, routerName) {
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
    return server.actualPort();
  }

  /**
   * How many connections are open.
   *
   * @return their number
   */
  public synchronized int connections() {
    return connections == null ? 0 : connections.size();
  }

  @Override
  public synchronized void stop() {
    ready = false;
    if (vertx == null) {
      return;
    }
    try {
      await(server.close());
      await(vertx.close());
    } catch (IOException e) {
      LOG.warn("The HTTP server did not stop in good order: {}", e.getMessage());
    }
    vertx = null;
  }

  private synchronized void open() throws IOException {
    if (vertx != null) {
      return;
    }
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setWorkerPoolSize(WORKERS)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    HttpServerSettings.Limits limits = settings.limits();
    routes = Router.router(vertx);
    SecurityHeaders headers = new SecurityHeaders(settings.tls() != null);
    problems = new ProblemAnswers(headers, routes);
    bodies =
        new RequestBodies(
            vertx, settings.spool(), limits.body(), limits.maxBody(), limits.maxBatch());
    connections = new Connections(vertx, limits.maxConnections(), limits.idle());
    for (int status : STATUSES) {
      routes.errorHandler(status, problems);
    }
    for (Handler<RoutingContext> guard : guards(headers)) {
      routes.route().handler(guard);
    }
    server =
        vertx
            .createHttpServer(options())
            .connectionHandler(connections::opened)
            .invalidRequestHandler(problems::refuse)
            .exceptionHandler(broken -> LOG.debug("A connection failed", broken))
            .requestHandler(routes);
    try {
      await(server.listen(settings.port(), settings.host()));
    } catch (IOException taken) {
      stop();
      throw new IOException(
          "HTTP cannot listen at "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + taken.getMessage(),
          taken);
    }
  }

  /** What stands before every route, whatever its path. */
  private List<Handler<RoutingContext>> guards(SecurityHeaders headers) {
    List<Handler<RoutingContext>> guards = new ArrayList<>();
    guards.add(
        ctx -> {
          headers.set(ctx.response().headers());
          if (connections.begin(ctx.request())) {
            ctx.addEndHandler(end -> connections.end(ctx.request()));
            ctx.next();
          } else {
            ctx.request().connection().close();
          }
        });
    guards.add(new HostGuard(settings.logins().isOpen() ? settings.names() : null, problems));
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
              listening,
              problems,
              vertx.createSharedWorkerExecutor("login", LOGIN_THREADS)));
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

  private HttpServerOptions options() throws IOException {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
            .setMaxHeaderSize(LARGEST_HEADERS)
            .setHandle100ContinueAutomatically(true)
            // HTTP/2 comes with TLS; in the clear it has two more ways in and no client that needs
            // it
            .setHttp2ClearTextEnabled(false)
            .setDecompressionSupported(false)
            .setAcceptBacklog(WAITING_CONNECTIONS);
    if (settings.tls() != null) {
      try {
        settings.tls().apply(options);
      } catch (GeneralSecurityException unusable) {
        throw new IOException(
            "http.tls.key-store cannot be used: " + unusable.getMessage(), unusable);
      }
    }
    return options;
  }

  private static void await(Future<?> future) throws IOException {
    try {
      future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("it took longer than " + Duration.ofSeconds(PATIENCE_SECONDS), e);
    }
  }
}
