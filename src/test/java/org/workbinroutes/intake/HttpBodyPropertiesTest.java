package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.intake.RawHttp.Answer;

/** Whatever comes as a body: an answer comes back, and never one that says that we are at fault. */
class HttpBodyPropertiesTest {
  private static final String SEEDS = "org.workbinroutes.intake.SeededInputs#seeds";

  /** Pieces of requests and of hostile JSON in any order: more of it is read than of noise. */
  private static final List<String> PIECES =
      List.of(
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

  @TempDir private static Path folder;
  private static IntakeContext intake;
  private static RawHttp http;

  @BeforeAll
  static void start() throws Exception {
    intake = new IntakeContext();
    http = intake.serve(HttpSettings.standard(folder));
    intake.context.start();
  }

  @AfterAll
  static void stop() {
    intake.close();
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void anyBytesAreAnswered(long seed) throws IOException {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 30; i++) {
      requireAnswer(inputs.bytes(), type(inputs));
    }
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void anythingLikeJsonIsAnswered(long seed) throws IOException {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 40; i++) {
      String begin =
          inputs.one("", "[", "{", "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"");
      requireAnswer((begin + inputs.piecesOf(PIECES, 15)).getBytes(UTF_8), type(inputs));
    }
  }

  private static String type(SeededInputs inputs) {
    return inputs.one("application/json", "application/x-ndjson");
  }

  private static void requireAnswer(byte[] body, String type) throws IOException {
    Answer answer = http.post("/placements?wait=none", body, "Content-Type: " + type);
    String what = type + " " + new String(body, UTF_8);
    assertThat(answer.status).as(what).isIn(202, 400, 409, 413, 503);
    assertThat(answer.header("Content-Type"))
        .as(what)
        .isEqualTo(answer.status == 202 ? "application/json" : "application/problem+json");
    assertThat(answer.json().isObject()).as(what).isTrue();
    assertThat(answer.raw).as(what).doesNotContain("Exception", "jackson", "org.workbinroutes");
  }
}
