package org.workbinroutes.ops.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Holds every problem there is, not only the first. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * What is wrong.
   *
   * @return at least one problem, in the order of the file and then of the reference
   */
  public List<Problem> problems() {
    return problems;
  }
}
