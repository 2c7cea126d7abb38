package org.workbinroutes.http;

/** An HTTP request that is answered with a {@link Problem}. */
public final class ProblemException extends Exception {
  // never serialized
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.title() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
