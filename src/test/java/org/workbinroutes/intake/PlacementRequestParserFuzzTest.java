package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Any bytes as a record: a request, or a refusal that says why.
 *
 * <p>Without {@code JAZZER_FUZZ} the inputs in the test resources are replayed. To look for more
 * for 12 seconds, and have what is found put there:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw -o test-compile surefire:test -Djazzer.hooks=true -Dtest=PlacementRequestParserFuzzTest
 * }</pre>
 */
class PlacementRequestParserFuzzTest {
  private static final PlacementRequestParser PARSER = new PlacementRequestParser();

  @FuzzTest(maxDuration = "12s")
  void parsesAnyBytes(byte[] bytes) {
    try {
      PlacementRequest request = PARSER.parse(bytes, () -> "made");
      assertThat(request.requestId()).isNotBlank();
    } catch (InvalidRequestException refused) {
      assertThat(refused.errors()).isNotEmpty();
    }
  }
}
