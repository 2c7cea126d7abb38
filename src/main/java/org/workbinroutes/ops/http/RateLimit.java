package org.workbinroutes.ops.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** So many requests in a second for each caller, by his login or, without one, his address. */
final class RateLimit implements Handler<RoutingContext> {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final CallerLimits callers;
  private final ProblemAnswers problems;

  RateLimit(int most, ProblemAnswers problems) {
    this.callers = new CallerLimits(most, SECOND);
    this.problems = problems;
  }

  @Override
  public void handle(RoutingContext ctx) {
    String name = ctx.get(Login.CALLER);
    if (callers.allows(name == null ? CallerAddress.of(ctx.request()) : "login " + name)) {
      ctx.next();
    } else {
      problems.send(ctx, HttpProblem.TOO_MANY, SECOND);
    }
  }
}
