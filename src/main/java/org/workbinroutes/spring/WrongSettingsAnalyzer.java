package org.workbinroutes.spring;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

/** Has Spring Boot say what is wrong with the settings in place of a stack trace. */
final class WrongSettingsAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationException wrong) {
    return new FailureAnalysis(
        "The routes of workbin-routes cannot be set up.",
        wrong.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")),
        wrong);
  }
}
