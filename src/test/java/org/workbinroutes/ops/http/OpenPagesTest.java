package org.workbinroutes.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** Pages that need no login, and that nothing else is reached by them. */
class OpenPagesTest {
  private static final String READER = ApiKey.generate(new SecureRandom());

  @TempDir private static Path folder;
  private static ServerRig closed;
  private static ServerRig open;

  @BeforeAll
  static void start() throws Exception {
    closed =
        ServerRig.withLogin(
            folder.resolve("closed"),
            new Logins(List.of(ApiKey.parse("reader:" + ApiKey.hashOf(READER) + ":read")), null));
    open = ServerRig.open(folder.resolve("open"), ServerRig.LIMITS);
  }

  @AfterAll
  static void stop() {
    closed.close();
    open.close();
  }

  @Test
  void aPageIsAnsweredWithoutALogin() throws Exception {
    // When
    Answer page = closed.http.get("/page");
    // Then
    assertThat(page.status).isEqualTo(200);
    assertThat(page.body).isEqualTo("open");
    assertThat(page.header("Content-Security-Policy")).isEqualTo("default-src 'none'");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(closed.http.get("/page", "If-None-Match: " + page.header("ETag")).status)
        .isEqualTo(304);
  }

  @Test
  void noWayLeadsByAPageToARoute() throws Exception {
    // Given
    int served = closed.served.get();
    // When / Then
    for (String path : List.of("/page/below", "/page/../things", "/page%2f..%2fthings", "/Page")) {
      assertThat(closed.http.get(path).status).as(path).isIn(401, 404);
    }
    assertThat(closed.http.post("/page", "body").status).isEqualTo(401);
    assertThat(closed.served.get()).isEqualTo(served);
  }

  @Test
  void withoutALoginNoPageOfAnotherSiteChangesAnything() throws Exception {
    // Given
    int served = open.served.get();
    // When / Then
    for (String origin :
        List.of("http://evil.example", "null", "http://127.0.0.1:1", "https://", "")) {
      Answer refused = open.http.post("/things", "body", "Origin: " + origin);
      assertThat(refused.status).as(origin).isEqualTo(403);
      assertThat(refused.json().get("type").asText())
          .isEqualTo("urn:workbinroutes:problem:foreign-page");
    }
    assertThat(open.served.get()).isEqualTo(served);
    // as the test's client calls the server
    assertThat(open.http.post("/things", "body", "Origin: http://127.0.0.1").status).isEqualTo(200);
    assertThat(open.http.post("/things", "body").status).isEqualTo(200);
  }
}
