package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerReaderTest {
  private final AnswerReader reader =
      new AnswerReader(Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest(name = "HTTP {0}, statusCode {1} means {2}")
  @CsvSource({
    "200, 0, ACCEPTED",
    "201, 0, ACCEPTED",
    "200, 1, REJECTED",
    "200, 2, CONTENT_DECIDES",
    "200, 3, REJECTED",
    "200, 4, RETRY",
    "500, 4, RETRY",
    "200, 5, REJECTED",
    "403, 5, REJECTED",
    "404, 6, REJECTED",
    "200, 7, REJECTED",
    "200, 8, PASSWORD",
    "200, 9, RETRY",
    "400, 10, REJECTED",
    "200, 11, REJECTED",
    "200, 12, REJECTED",
    "200, 13, REJECTED",
    "200, 14, REJECTED",
    "200, 15, REJECTED",
    "200, 16, REJECTED",
    "200, 17, REJECTED",
    "200, 18, CONTENT_DECIDES",
    "409, 19, CONTENT_DECIDES",
    "200, 20, LOGIN",
    "401, 20, LOGIN",
    "401, 5, LOGIN",
    "500, 6, REJECTED",
    "503, 0, RETRY",
    "200, 99, REJECTED",
  })
  void statusCodeIsReadBeforeTheHttpStatus(int http, int statusCode, AnswerClass meaning) {
    // Given
    byte[] body = bytes("{\"statusCode\":" + statusCode + ",\"statusMessage\":\"m\"}");
    // When
    GwsAnswer answer = reader.read(http, null, body);
    // Then
    assertThat(answer.meaning()).isEqualTo(meaning);
    assertThat(answer.statusCode()).isEqualTo(statusCode);
  }

  @ParameterizedTest(name = "statusCode {0} is none")
  @CsvSource({"1e999999999", "0.4", "1e-999999999", "18446744073709551616", "-4294967296.5"})
  void aNumberThatIsNotWholeIsNoSuccess(String number) {
    // When
    GwsAnswer answer =
        reader.read(
            200, null, bytes("{\"statusCode\":" + number + ",\"referenceId\":" + number + "}"));
    // Then
    assertThat(answer.meaning()).isEqualTo(AnswerClass.UNKNOWN);
    assertThat(answer.statusCode()).isNull();
    assertThat(answer.referenceId()).isNull();
  }

  @ParameterizedTest(name = "HTTP {0} with body [{1}] means {2}")
  @CsvSource({
    "200, '', UNKNOWN",
    "200, '{\"statusCode\":0,\"refer', UNKNOWN",
    "200, '<html>busy</html>', UNKNOWN",
    "200, '[]', UNKNOWN",
    "200, 'null', UNKNOWN",
    "200, '{}', UNKNOWN",
    "200, '<html><form action=login>', UNKNOWN",
    "302, '', FORBIDDEN",
    "305, '', FOREIGN",
    "400, '', REJECTED",
    "400, '<h1>400 Bad Request</h1> Request Header Or Cookie Too Large', FORBIDDEN",
    "400, 'Request header is too large', FORBIDDEN",
    "431, '', FORBIDDEN",
    "401, '<html>', LOGIN",
    "403, 'no', FORBIDDEN",
    "403, 'Missing or invalid Csrf token', CSRF",
    "403, '{\"statusCode\":3,\"statusMessage\":\"Missing or invalid CSRF token\"}', CSRF",
    "404, '', FOREIGN",
    "404, '<html>no such page</html>', FOREIGN",
    "405, '', FOREIGN",
    "407, '', FOREIGN",
    "410, '', FOREIGN",
    "413, '', FOREIGN",
    "421, '', FOREIGN",
    "408, '', RETRY",
    "425, '', RETRY",
    "429, '', RETRY",
    "500, '<html>', RETRY",
    "502, '', RETRY",
    "503, '', RETRY",
    "504, '', RETRY",
  })
  void withoutStatusCodeTheHttpStatusDecides(int http, String body, AnswerClass meaning) {
    assertThat(reader.read(http, null, bytes(body)).meaning()).isEqualTo(meaning);
  }

  @Test
  void readsTheReferenceIdOfTheSeed() {
    // Given
    byte[] body = bytes("{\"statusCode\": 0, \"referenceId\": 16}");
    // When
    GwsAnswer answer = reader.read(200, null, body);
    // Then
    assertThat(answer.referenceId()).isEqualTo(16L);
    assertThat(answer.summary()).isEqualTo("statusCode 0, HTTP 200");
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "' 0 ', PT0S",
    "-5, PT0S",
    "'Tue, 24 Nov 2026 10:00:30 GMT', PT30S",
    "'Tue, 24 Nov 2026 09:00:00 GMT', PT0S",
    "600, PT10M",
    "'Tue, 24 Nov 2026 10:10:00 GMT', PT10M",
    "86400, PT1H",
    "9223372036854775807, PT1H",
    "99999999999999999999, PT1H",
    "-9223372036854775808, PT0S",
    "'Fri, 31 Dec 9999 23:59:59 GMT', PT1H",
  })
  void readsRetryAfterInBothForms(String header, Duration wait) {
    assertThat(reader.read(503, header, new byte[0]).retryAfter()).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({"soon", "''", "1.5", "PT1H"})
  void anUnreadableRetryAfterIsNone(String header) {
    assertThat(reader.read(503, header, new byte[0]).retryAfter()).isNull();
  }

  @Test
  void aLongOrHostileStatusMessageIsCutToOneLine() {
    // Given
    byte[] body =
        bytes("{\"statusCode\":4,\"statusMessage\":\"a\\nb\\u0007" + "x".repeat(5000) + "\"}");
    // When
    String message = reader.read(200, null, body).statusMessage();
    // Then
    assertThat(message).startsWith("a b x").hasSizeLessThan(210);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
