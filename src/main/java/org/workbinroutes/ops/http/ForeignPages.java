package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Refuses what a page of another site has its reader's browser send. Stands where there is no
 * login: a browser on this machine is let in as everybody is, whoever made the page in it. Where
 * there is one, such a page does not have the key.
 */
final class ForeignPages implements Handler<RoutingContext> {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final ProblemAnswers problems;

  ForeignPages(ProblemAnswers problems) {
    this.problems = problems;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    String origin = request.getHeader("Origin");
    if (origin == null || READING.contains(request.method()) || isOwn(origin, request)) {
      ctx.next();
    } else {
      problems.send(ctx, HttpProblem.FOREIGN_PAGE);
    }
  }

  private static boolean isOwn(String origin, HttpServerRequest request) {
    try {
      String from = new URI(origin).getRawAuthority();
      return from != null && from.equalsIgnoreCase(authority(request));
    } catch (URISyntaxException noOrigin) {
      return false;
    }
  }

  private static String authority(HttpServerRequest request) {
    String host = request.getHeader("Host");
    return host == null && request.authority() != null ? request.authority().toString() : host;
  }
}
