package org.workbinroutes.http;

/** An HTTP request that is answered with a {@link Problem}. */
public final class ProblemException extends Exception {
  // never serialized
  private final transient Problem problem;

  /**
   * A request that was refused.
   *
   * @param problem the answer
   */
  public ProblemException(Problem problem) {
    this(problem, null);
  }

  /**
   * A request that failed.
   *
   * @param problem the answer
   * @param cause for the log
   */
  public ProblemException(Problem problem, Throwable cause) {
    super(problem.title() + ": " + problem.detail(), cause);
    this.problem = problem;
  }

  /**
   * What to answer.
   *
   * @return the problem
   */
  public Problem problem() {
    return problem;
  }
}
