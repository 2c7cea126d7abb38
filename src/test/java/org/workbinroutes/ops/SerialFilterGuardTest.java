package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.config.Problem;

class SerialFilterGuardTest {
  private final SerialFilterGuard guard = new SerialFilterGuard();

  @Test
  void takesAFilterThatRejectsEveryClass() {
    assertThat(guard.check(ObjectInputFilter.Config.createFilter("!*"))).isEmpty();
  }

  @Test
  void theTestsRunBehindSuchAFilter() {
    assertThat(guard.check(ObjectInputFilter.Config.getSerialFilter())).isEmpty();
  }

  @Test
  void refusesAJvmWithoutAFilter() {
    // When
    Optional<Problem> problem = guard.check(null);
    // Then
    assertThat(problem).isPresent();
    assertThat(problem.get().remedy())
        .contains("bin/workbin-routes")
        .contains("-Djdk.serialFilter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.base/*;!*", "org.workbinroutes.**;!*", "maxdepth=20", "!org.apache.**"})
  void refusesAFilterThatLetsSomethingPass(String pattern) {
    assertThat(guard.check(ObjectInputFilter.Config.createFilter(pattern))).isPresent();
  }
}
