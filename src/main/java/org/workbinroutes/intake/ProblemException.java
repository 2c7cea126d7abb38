package org.workbinroutes.intake;

/** An HTTP request that is answered with a {@link Problem}. */
final class ProblemException extends Exception {
  // never serialized
  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.title());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
