package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Any bytes as a record: a request, or a refusal that says why. To look for more of them for a
 * minute: {@code JAZZER_FUZZ=1 ./mvnw -o test-compile surefire:test
 * -Dtest=PlacementRequestParserFuzzTest}. Without JAZZER_FUZZ the inputs in the test resources are
 * replayed, and what was found belongs there.
 */
class PlacementRequestParserFuzzTest {
  private static final PlacementRequestParser PARSER = new PlacementRequestParser();

  @FuzzTest(maxDuration = "1m")
  void parsesAnyBytes(byte[] bytes) {
    try {
      PlacementRequest request = PARSER.parse(bytes, () -> "made");
      assertThat(request.requestId()).isNotBlank();
    } catch (InvalidRequestException refused) {
      assertThat(refused.errors()).isNotEmpty();
    }
  }
}
