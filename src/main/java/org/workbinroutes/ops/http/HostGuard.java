package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.workbinroutes.net.HostNames;

/**
 * Refuses requests that call the server by a name of somebody else, whatever their path. Stands
 * where there is no login: with one, the page of another site does not have the key. Several Host
 * headers are never taken, as each reader would believe another of them.
 */
final class HostGuard implements Handler<RoutingContext> {
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#]*).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final HostNames names;
  private final ProblemAnswers problems;

  /**
   * A guard.
   *
   * @param names the names that are taken; null takes each
   */
  HostGuard(HostNames names, ProblemAnswers problems) {
    this.names = names;
    this.problems = problems;
  }

  @Override
  public void handle(RoutingContext ctx) {
    List<String> called = calledBy(ctx.request());
    if (called == null) {
      problems.send(ctx, HttpProblem.BAD_REQUEST);
    } else if (names == null || called.stream().allMatch(names::contain)) {
      ctx.next();
    } else {
      problems.send(ctx, HttpProblem.FOREIGN_HOST);
    }
  }

  /** Each name that the request calls the server by; null if it is no HTTP. */
  private static List<String> calledBy(HttpServerRequest request) {
    List<String> called = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
    if (called.size() > 1) {
      return null;
    }
    HostAndPort authority = request.version() == HttpVersion.HTTP_2 ? request.authority() : null;
    if (authority != null) {
      called.add(authority.toString());
    }
    if (called.isEmpty() && request.version() != HttpVersion.HTTP_1_0) {
      return null;
    }
    String target = request.uri();
    if (!target.startsWith("/") && !target.equals("*")) {
      Matcher absolute = ABSOLUTE.matcher(target);
      if (!absolute.matches()) {
        return null;
      }
      called.add(absolute.group(1));
    }
    return called;
  }
}
