package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.config.HttpAccess;

/**
 * Lets those through who say who they are, whatever they ask for: no path goes by it. A wrong
 * credential is answered late, and who tries too often is told to wait.
 */
final class Login implements Handler<RoutingContext> {
  /** Where the caller's name stands in a routing context, if there is one. */
  static final String CALLER = "workbinroutes.caller";

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Pattern OF_ONE_REQUEST =
      Pattern.compile("/(placements|batches)/[^/]+|/openapi\\.json");
  private static final String BEARER = "bearer ";
  private static final long LATE_MILLIS = 250;
  private static final int MOST_FAILURES = 10;
  private static final Duration FAILURE_PERIOD = Duration.ofMinutes(1);

  private final List<Credentials> kinds;
  private final ProblemAnswers problems;
  private final WorkerExecutor threads;
  private final CallerLimits failures = new CallerLimits(MOST_FAILURES, FAILURE_PERIOD);

  /**
   * A login.
   *
   * @param kinds the credentials that are taken, those that are told apart by their form first
   * @param problems answers who is not let in
   */
  Login(List<Credentials> kinds, ProblemAnswers problems, WorkerExecutor threads) {
    this.kinds = List.copyOf(kinds);
    this.problems = problems;
    this.threads = threads;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    request.pause();
    threads
        .executeBlocking(() -> caller(request), false)
        .onComplete(
            found -> {
              if (found.failed()) {
                refuse(ctx, found.cause());
              } else if (!allows(found.result().access(), ctx)) {
                problems.send(ctx, HttpProblem.FORBIDDEN);
              } else {
                ctx.put(CALLER, found.result().name());
                ctx.next();
              }
            });
  }

  private static boolean allows(HttpAccess access, RoutingContext ctx) {
    return switch (access) {
      case ALL -> true;
      case READ -> READING.contains(ctx.request().method());
      case PLACE -> isPlacing(ctx.request().method(), ctx.normalizedPath());
    };
  }

  /** By what is allowed, so that a path which is new or oddly written is not. */
  private static boolean isPlacing(HttpMethod method, String path) {
    return method.equals(HttpMethod.POST)
        ? path.equals("/placements")
        : READING.contains(method) && OF_ONE_REQUEST.matcher(path).matches();
  }

  private Caller caller(HttpServerRequest request) throws RefusedLoginException {
    String credential = credential(request);
    for (Credentials kind : kinds) {
      if (kind.mayBe(credential)) {
        return kind.caller(credential);
      }
    }
    throw new RefusedLoginException("it is none of the kinds in http.auth");
  }

  /** Exactly one credential: of two, one might be looked at here and the other elsewhere. */
  private static String credential(HttpServerRequest request) throws RefusedLoginException {
    List<String> authorization = request.headers().getAll("Authorization");
    List<String> keys = request.headers().getAll("X-API-Key");
    if (authorization.size() + keys.size() != 1) {
      throw new RefusedLoginException(
          authorization.size() + keys.size() == 0 ? "there is no credential" : "there are several");
    }
    if (!keys.isEmpty()) {
      return keys.get(0);
    }
    String value = authorization.get(0);
    if (!value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new RefusedLoginException("it is no Bearer credential");
    }
    return value.substring(BEARER.length()).strip();
  }

  private void refuse(RoutingContext ctx, Throwable cause) {
    String address = CallerAddress.of(ctx.request());
    if (!failures.allows(address)) {
      problems.send(ctx, HttpProblem.TOO_MANY, FAILURE_PERIOD);
      return;
    }
    if (cause instanceof RefusedLoginException refused) {
      LOG.warn("HTTP login from {} refused: {}", address, refused.getMessage());
    } else {
      LOG.warn("HTTP login from {} failed: {}", address, cause.getClass().getSimpleName());
    }
    ctx.vertx()
        .setTimer(
            LATE_MILLIS,
            late -> {
              ctx.response().putHeader("WWW-Authenticate", "Bearer realm=\"workbin-routes\"");
              problems.send(ctx, HttpProblem.UNAUTHENTICATED);
            });
  }
}
