package org.workbinroutes.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** Who is let in with a key, and that no path goes round the login. */
class HttpLoginTest {
  private static final String WRITER = ApiKey.generate(new SecureRandom());
  private static final String READER = ApiKey.generate(new SecureRandom());
  private static final String PLACER = ApiKey.generate(new SecureRandom());
  private static final Logins LOGINS =
      new Logins(
          List.of(
              ApiKey.parse("writer:" + ApiKey.hashOf(WRITER)),
              ApiKey.parse("placer:" + ApiKey.hashOf(PLACER) + ":place"),
              ApiKey.parse("reader:" + ApiKey.hashOf(READER).toUpperCase(Locale.ROOT) + ":read")),
          null);

  @TempDir private static Path folder;
  private static ServerRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = ServerRig.withLogin(folder, LOGINS);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aKeyLetsInEitherWay() throws Exception {
    assertThat(rig.http.get("/things", "X-API-Key: " + WRITER).status).isEqualTo(200);
    assertThat(rig.http.get("/things", "authorization: bearer " + WRITER).status).isEqualTo(200);
    assertThat(rig.http.post("/things", "body", "Authorization: Bearer " + WRITER).body)
        .isEqualTo("bytes 4");
  }

  @Test
  void aKeyForReadingDoesNotWrite() throws Exception {
    // When
    Answer refused = rig.http.post("/things", "body", "X-API-Key: " + READER);
    // Then
    assertThat(rig.http.get("/things", "X-API-Key: " + READER).status).isEqualTo(200);
    assertThat(refused.status).isEqualTo(403);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().get("type").asText())
        .isEqualTo("urn:workbinroutes:problem:forbidden");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /placements,               404",
    "POST,   /%70lacements,             404",
    "GET,    /placements/r1,            404",
    "GET,    /batches/b1,               404",
    "GET,    /openapi.json,             404",
    "POST,   /things,                   403",
    "GET,    /things,                   403",
    "GET,    /placements,               403",
    "DELETE, /placements/r1,            403",
    "POST,   /placements/r1/retry,      403",
    "POST,   /placements/r1/../../things, 403",
    "POST,   /placements/,              403",
    "POST,   /replays,                  403",
    "GET,    /notifications,            403",
    "GET,    /sinks/crm/dead-letters,   403",
    "DELETE, /sinks/crm/dead-letters,   403",
    "POST,   /sinks/crm/dead-letters/replay, 403",
    "GET,    /console/api/overview,     403",
    "GET,    /files,                    403",
  })
  void aKeyForPlacingDoesNothingElse(String method, String path, int status) throws Exception {
    assertThat(rig.http.send(method, path, new byte[0], "X-API-Key: " + PLACER).status)
        .isEqualTo(status);
  }

  /**
   * More than these from one address in a minute are told to wait, so each has a rig of its own.
   */
  @Test
  void whoHasNoKeyIsToldHowAndNothingOfWhatHeSent(@TempDir Path own) throws Exception {
    try (ServerRig closed = ServerRig.withLogin(own, LOGINS)) {
      for (String[] headers :
          List.of(
              new String[] {},
              new String[] {"X-API-Key: wbr_SECRET"},
              new String[] {"Authorization: Basic d3JpdGVyOlNFQ1JFVA=="},
              new String[] {"Authorization: Bearer "},
              new String[] {"X-API-Key: " + WRITER, "X-API-Key: " + WRITER},
              new String[] {"X-API-Key: " + WRITER, "Authorization: Bearer SECRET"},
              new String[] {"X-API-Key: " + ApiKey.hashOf(WRITER)})) {
        // When
        Answer refused = closed.http.get("/things", headers);
        // Then
        assertThat(refused.status).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"workbin-routes\"");
        assertThat(refused.json().get("type").asText())
            .isEqualTo("urn:workbinroutes:problem:unauthenticated");
        assertThat(refused.raw).doesNotContain("SECRET", WRITER);
      }
      assertThat(closed.served).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/things",
        "/things/",
        "/things/1",
        "//things",
        "/%74hings",
        "/things;jsessionid=1",
        "/;/things",
        "/THINGS",
        "/Things/1",
        "/./things",
        "/x/../things",
        "/%2e%2e/things",
        "/things%2f1",
        "/things?x=/public",
        "/things#/public",
        "http://127.0.0.1/things",
        "/openapi.json",
        "/nothing",
        "*"
      })
  void noPathGoesRoundTheLogin(String path) throws Exception {
    // Given
    int served = rig.served.get();
    for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "DELETE", "TRACE", "FOO")) {
      // When
      Answer refused = rig.http.send(method, path, new byte[0]);
      // Then: the first few, then those that were tried too often
      assertThat(refused.status).as(method).isIn(path.equals("*") ? 404 : 401, 429);
    }
    assertThat(rig.served).hasValue(served);
  }

  @Test
  void whoTriesTooOftenIsToldToWaitAndAKeyStillLetsIn(@TempDir Path own) throws Exception {
    try (ServerRig closed = ServerRig.withLogin(own, LOGINS)) {
      // When
      Answer answer = closed.http.get("/things", "X-API-Key: wrong");
      for (int i = 0; i < 20 && answer.status == 401; i++) {
        answer = closed.http.get("/things", "X-API-Key: wrong" + i);
      }
      // Then
      assertThat(answer.status).isEqualTo(429);
      assertThat(answer.header("Retry-After")).isEqualTo("60");
      assertThat(closed.http.get("/things", "X-API-Key: " + WRITER).status).isEqualTo(200);
    }
  }
}
