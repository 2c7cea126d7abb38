package org.workbinroutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

class WrongSettingsAnalyzerTest {
  @Test
  void springBootSaysEveryProblemWithItsRemedy() {
    // Given
    Exception failed =
        new IllegalStateException(
            "bean workbinRoutes",
            new ConfigurationException(
                List.of(
                    new Problem("settings", "there is no key gws.ulr", "did you mean gws.url?"),
                    new Problem(null, "gws.password is missing", "set it"))));
    FailureAnalyzer registered =
        SpringFactoriesLoader.forDefaultResourceLocation()
            .load(
                FailureAnalyzer.class,
                SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {}))
            .stream()
            .filter(WrongSettingsAnalyzer.class::isInstance)
            .findFirst()
            .orElseThrow();
    // When
    FailureAnalysis said = registered.analyze(failed);
    // Then
    assertThat(said.getAction())
        .isEqualTo(
            "settings: there is no key gws.ulr: did you mean gws.url?\n"
                + "gws.password is missing: set it");
  }
}
