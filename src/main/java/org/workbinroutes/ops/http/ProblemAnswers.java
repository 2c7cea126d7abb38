package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.workbinroutes.http.Problem;

/**
 * Writes problems. What is still to come of a refused request is read and thrown away for a moment,
 * so that the caller gets the answer; then the connection is closed.
 */
final class ProblemAnswers implements Handler<RoutingContext> {
  private static final long LINGER_MILLIS = 2_000;
  private static final long LINGER_BYTES = 8L * 1024 * 1024;
  private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z0-9_]+");

  private final SecurityHeaders headers;
  private final Router routes;

  ProblemAnswers(SecurityHeaders headers, Router routes) {
    this.headers = headers;
    this.routes = routes;
  }

  /** Answers a request that failed with a status. */
  @Override
  public void handle(RoutingContext ctx) {
    if (ctx.failure() instanceof UnreadBodyException unread) {
      send(ctx, unread.problem());
    } else {
      send(ctx, HttpProblem.of(ctx.statusCode()));
    }
  }

  void send(RoutingContext ctx, HttpProblem problem) {
    send(ctx, problem, problem.status() == 503 ? Duration.ofSeconds(2) : Duration.ZERO);
  }

  /**
   * Answers a request.
   *
   * @param retryAfter when the caller should come again; zero if it does not matter
   */
  void send(RoutingContext ctx, HttpProblem problem, Duration retryAfter) {
    if (problem == HttpProblem.NOT_ALLOWED) {
      ctx.response().putHeader("Allow", allowed(ctx.normalizedPath()));
    }
    if (!retryAfter.isZero()) {
      ctx.response().putHeader("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
    }
    send(ctx.request(), problem);
    ctx.vertx()
        .setTimer(
            LINGER_MILLIS,
            timer -> {
              if (!ctx.request().isEnded()) {
                close(ctx.request());
              }
            });
  }

  /** Answers a request that is no HTTP and closes its connection. */
  void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    String kind = cause == null ? "" : cause.getClass().getSimpleName();
    send(
        request,
        switch (kind) {
          case "TooLongHttpLineException" -> HttpProblem.URI_TOO_LONG;
          case "TooLongHttpHeaderException" -> HttpProblem.HEADERS_TOO_LARGE;
          default -> HttpProblem.BAD_REQUEST;
        });
    request.connection().close();
  }

  private void send(HttpServerRequest request, HttpProblem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // an answer was under way: the caller must not take what he has for the whole
      close(request);
      return;
    }
    headers.set(response.headers());
    response.putHeader("Content-Type", Problem.MEDIA_TYPE).setStatusCode(problem.status());
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(Buffer.buffer(problem.body()));
    }
    if (!request.isEnded()) {
      discard(request);
    }
  }

  private static void discard(HttpServerRequest request) {
    request.handler(
        bytes -> {
          if (request.bytesRead() > LINGER_BYTES) {
            close(request);
          }
        });
    request.resume();
  }

  private static void close(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }

  private String allowed(String path) {
    Set<String> methods = new TreeSet<>();
    List<Route> all = routes.getRoutes();
    for (Route route : all) {
      if (route.getPath() != null && route.methods() != null && matches(route, path)) {
        methods.addAll(route.methods().stream().map(HttpMethod::name).toList());
      }
    }
    return methods.stream().collect(Collectors.joining(", "));
  }

  private static boolean matches(Route route, String path) {
    StringBuilder pattern = new StringBuilder();
    for (String segment : route.getPath().split("/", -1)) {
      pattern.append(pattern.isEmpty() && segment.isEmpty() ? "" : "/");
      pattern.append(PARAMETER.matcher(segment).matches() ? "[^/]+" : Pattern.quote(segment));
    }
    return path.matches(pattern + "/?");
  }
}
