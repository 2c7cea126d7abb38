package org.workbinroutes.ops.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port with limits for connections, heads, requests in flight and answers that nobody reads,
 * whatever is served there.
 */
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final int WORKERS = 32;
  private static final int LONGEST_REQUEST_LINE = 8 * 1024;
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final int MOST_STREAMS = 100;
  private static final int WAITING_CONNECTIONS = 1_024;
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);
  private static final long PATIENCE_SECONDS = 20;

  /** Statuses that the parts of the server fail with. */
  private static final List<Integer> STATUSES =
      List.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 417, 429, 431, 500, 501, 503);

  private final String name;
  private final HttpServerSettings settings;
  private final OpenConnections numbers;
  private final Vertx vertx;
  private final Router routes;
  private final ProblemAnswers problems;
  private final Connections connections;
  private final io.vertx.core.Context loop;
  private final ServerWatch watch;
  private io.vertx.core.http.HttpServer server;

  /**
   * A port that is not listened at yet.
   *
   * @param advice follows in the log where connections are refused; blank for none
   */
  Listener(String name, String advice, HttpServerSettings settings) {
    this.name = name;
    this.settings = settings;
    HttpServerSettings.Limits limits = settings.limits();
    int most = OpenConnections.fit(limits.maxConnections());
    if (most < limits.maxConnections()) {
      LOG.warn(
          "{} takes {} connections and not {}: the process may have {} open files; raise its limit"
              + " (ulimit -n, LimitNOFILE)",
          name,
          most,
          limits.maxConnections(),
          2 * most);
    }
    this.numbers = new OpenConnections(most, limits.maxConnectionsOfAnAddress(), System::nanoTime);
    this.vertx =
        new VertxBuilder(
                new VertxOptions()
                    .setWorkerPoolSize(WORKERS)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setFileCachingEnabled(false)
                            .setClassPathResolvingEnabled(false)))
            .findTransport(new LimitedTransport(numbers))
            .init()
            .vertx();
    this.routes = Router.router(vertx);
    SecurityHeaders headers = new SecurityHeaders(settings.tls() != null);
    this.problems = new ProblemAnswers(headers, routes);
    this.loop = vertx.getOrCreateContext();
    this.connections = new Connections(loop, limits.idle(), numbers);
    for (int status : STATUSES) {
      routes.errorHandler(status, problems);
    }
    routes
        .route()
        .handler(
            ctx -> {
              headers.set(ctx.response().headers());
              if (connections.begin(ctx.request())) {
                ctx.addEndHandler(end -> connections.end(ctx.request()));
                ctx.next();
              } else {
                ctx.request().connection().close();
              }
            });
    routes
        .route()
        .handler(new HostGuard(settings.logins().isOpen() ? settings.names() : null, problems));
    this.watch = new ServerWatch(name, advice, loop, LONGEST_SLEEP, numbers);
  }

  Vertx vertx() {
    return vertx;
  }

  Router routes() {
    return routes;
  }

  ProblemAnswers problems() {
    return problems;
  }

  ServerWatch watch() {
    return watch;
  }

  int port() {
    return server.actualPort();
  }

  int connections() {
    return numbers.size();
  }

  void listen() throws IOException {
    try {
      server =
          vertx
              .createHttpServer(options())
              .connectionHandler(connections::opened)
              .invalidRequestHandler(problems::refuse)
              .exceptionHandler(broken -> LOG.debug("A connection failed", broken))
              .requestHandler(this::route);
      await(
          Future.<io.vertx.core.http.HttpServer>future(
              listening ->
                  loop.runOnContext(
                      here -> {
                        connections.begin();
                        server.listen(settings.port(), settings.host()).onComplete(listening);
                      })));
    } catch (IOException taken) {
      stop();
      throw new IOException(
          name
              + " cannot listen at "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + taken.getMessage(),
          taken);
    }
  }

  void stop() {
    watch.close();
    try {
      if (server != null) {
        await(server.close());
      }
      await(vertx.close());
    } catch (IOException e) {
      LOG.warn("{}: the server did not stop in good order: {}", name, e.getMessage());
    }
  }

  /** Before anything looks at the path: the router fails at one that it cannot decode. */
  private void route(HttpServerRequest request) {
    if (isWellFormed(request.path())) {
      routes.handle(request);
    } else {
      problems.refuse(request);
    }
  }

  private static boolean isWellFormed(String encoded) {
    try {
      return encoded == null || URLDecoder.decode(encoded, StandardCharsets.UTF_8) != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
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
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(MOST_STREAMS)
                    .setMaxHeaderListSize(LARGEST_HEADERS))
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
