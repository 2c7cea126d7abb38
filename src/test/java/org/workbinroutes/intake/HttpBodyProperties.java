package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.workbinroutes.intake.RawHttp.Answer;

/** Whatever comes as a body: an answer comes back, and never one that says that we are at fault. */
class HttpBodyProperties {
  private static IntakeContext intake;
  private static RawHttp http;
  private static Path folder;

  @BeforeContainer
  static void start() throws Exception {
    folder = Files.createTempDirectory("http-properties");
    intake = new IntakeContext();
    http = intake.serve(HttpSettings.standard(folder));
    intake.context.start();
  }

  @AfterContainer
  static void stop() throws IOException {
    intake.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyBytesAreAnswered(@ForAll byte[] body, @ForAll("types") String type) {
    assertAnswered(body, type);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
  void anythingLikeJsonIsAnswered(@ForAll("nearlyJson") String body, @ForAll("types") String type) {
    assertAnswered(body.getBytes(UTF_8), type);
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of("application/json", "application/x-ndjson");
  }

  /** Pieces of requests and of hostile JSON in any order: more of it is read than of noise. */
  @Provide
  Arbitrary<String> nearlyJson() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\n",
            "\r\n",
            " ",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "NaN",
            "-0",
            "1e999999999",
            "9".repeat(101),
            "\uFEFF",
            "\u0000",
            "\"workbinId\":\"w\"",
            "\"agentGroup\":\"G\"",
            "\"placeGroup\":\"P\"",
            "\"id\":\"i\"",
            "\"requestId\":\"r\"",
            "\"requestId\":\"" + "r".repeat(300) + "\"",
            "\"attributes\":{\"a\":1}",
            "\"saveLAR\":\"x\"",
            "\"operation\":\"AddChat\"",
            "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}",
            "[".repeat(40));
    Arbitrary<String> noise = Arbitraries.strings().ofMaxLength(5);
    return Combinators.combine(
            Arbitraries.of("", "[", "{", "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\""),
            Arbitraries.frequencyOf(Tuple.of(8, pieces), Tuple.of(1, noise)).list().ofMaxSize(15))
        .as((begin, rest) -> begin + String.join("", rest));
  }

  private static void assertAnswered(byte[] body, String type) {
    try {
      Answer answer = http.post("/placements?wait=none", body, "Content-Type: " + type);
      assertThat(answer.status).isIn(202, 400, 409, 413, 503);
      assertThat(answer.header("Content-Type"))
          .isEqualTo(answer.status == 202 ? "application/json" : "application/problem+json");
      assertThat(answer.json().isObject()).isTrue();
      assertThat(answer.raw).doesNotContain("Exception", "jackson", "org.workbinroutes");
    } catch (IOException hang) {
      throw new UncheckedIOException(hang);
    }
  }
}
