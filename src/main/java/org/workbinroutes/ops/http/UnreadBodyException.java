package org.workbinroutes.ops.http;

/** A body that was not read to its end, and what to answer. */
final class UnreadBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final HttpProblem problem;

  UnreadBodyException(HttpProblem problem) {
    super(problem.name(), null, false, false);
    this.problem = problem;
  }

  HttpProblem problem() {
    return problem;
  }
}
