package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V3AnswerReaderTest {
  private final V3AnswerReader reader = new V3AnswerReader(Clock.systemUTC());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          200 | {"status":{"code":1},"operationId":"x"}                  | ACCEPTED
          200 | {"status":{"code":0}}                                    | ACCEPTED
          200 | {"status":{"code":500,"message":"Internal"}}             | UNKNOWN
          200 | {"status":1}                                             | UNKNOWN
          200 | {"statusCode":0}                                         | UNKNOWN
          200 | {}                                                       | UNKNOWN
          200 | <html></html>                                            | UNKNOWN
          200 | {"status":{"code":1                                      | UNKNOWN
          200 | {"status":{"code":603}}                                  | LOGIN
          403 | {"status":{"code":603,"message":"Unauthorized"}}         | LOGIN
          401 | ~~                                                       | LOGIN
          403 | ~~                                                       | FORBIDDEN
          302 | ~~                                                       | FORBIDDEN
          404 | {"status":{"code":1}}                                    | REJECTED
          501 | Not Implemented                                          | REJECTED
          500 | Internal Server Error                                    | RETRY
          503 | {"status":{"code":1}}                                    | RETRY
          429 | ~~                                                       | RETRY
          """)
  void theMeaningOfAnAnswer(int status, String body, AnswerClass meaning) {
    assertThat(reader.read(status, null, bytes(body)).meaning()).isEqualTo(meaning);
  }

  @Test
  void whatGwsSaysIsKept() {
    // When
    GwsAnswer answer =
        reader.read(403, "7", bytes("{\"status\":{\"code\":603,\"message\":\"Un\\nauthorized\"}}"));
    // Then
    assertThat(answer.statusCode()).isEqualTo(603);
    assertThat(answer.summary()).isEqualTo("statusCode 603 (Un authorized), HTTP 403");
    assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(answer.referenceId()).isNull();
  }

  private static byte[] bytes(String body) {
    return (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
  }
}
