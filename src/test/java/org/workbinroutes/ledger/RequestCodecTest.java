package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.workbinroutes.ledger.Requests.with;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodecTest {
  private final RequestCodec codec = new RequestCodec();

  @Test
  void contentsThatOnlyLookAlikeHaveDifferentDigests() {
    List<Map<String, Object>> attributes =
        List.of(
            Map.of(),
            Map.of("a", 1),
            Map.of("a", "1"),
            Map.of("a", true),
            Map.of("a", "true"),
            Map.of("a", List.of(1)),
            Map.of("a", List.of(1, 2)),
            Map.of("a", List.of(2, 1)),
            Map.of("a", Map.of("b", 1)),
            Map.of("a", "b\",\"c\":\"d"),
            Map.of("a", "b", "c", "d"));

    assertThat(attributes.stream().map(a -> codec.digest(with(a))))
        .doesNotHaveDuplicates()
        .allSatisfy(digest -> assertThat(digest).matches("[0-9a-f]{64}"));
  }

  @Test
  void aHugeExponentFillsNoMemory() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          Map<String, Object> attributes = Map.of("a", new BigDecimal("1E+999999999"));
          assertThat(codec.digest(with(attributes))).hasSize(64);
          assertThat(codec.read(codec.write(with(attributes)))).isEqualTo(with(attributes));
        });
  }

  @Test
  void whatIsWrittenIsPlainAscii() {
    assertThat(codec.write(with(Map.of("ä", "山\u0000\uD83D"))))
        .matches("\\p{ASCII}+")
        .doesNotContain("\u0000")
        .contains("\"operation\":\"AddChat\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"requestId\":\"secret\"}", "null"})
  void anEditedRowIsToldWithoutItsContent(String json) {
    assertThatIllegalStateException()
        .isThrownBy(() -> codec.read(json))
        .withMessageContaining("was it edited")
        .satisfies(e -> assertThat(e).hasStackTraceContaining("RequestCodec"))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain("secret");
              }
            });
  }
}
