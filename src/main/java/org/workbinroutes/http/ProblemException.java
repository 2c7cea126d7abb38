package org.workbinroutes.http;

/** An HTTP request that is answered with a {@link Problem}. */
public final class ProblemException extends Exception {
  // never serialized
  private final transient Problem problem;

  /** A request that was refused. */
  public ProblemException(Problem problem) {
    this(problem, null);
  }

  /** A request that failed. */
  public ProblemException(Problem problem, Throwable cause) {
    super(problem.title() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
