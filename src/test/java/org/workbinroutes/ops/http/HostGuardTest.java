package org.workbinroutes.ops.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
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

/** Names that others have led here. */
class HostGuardTest {
  private static final String KEY = ApiKey.generate(new SecureRandom());

  @TempDir private static Path folder;
  private static ServerRig open;
  private static ServerRig closed;

  @BeforeAll
  static void start() throws Exception {
    open = ServerRig.open(folder.resolve("open"), ServerRig.LIMITS);
    closed =
        ServerRig.withLogin(
            folder.resolve("closed"),
            new Logins(List.of(ApiKey.parse("clerk:" + ApiKey.hashOf(KEY))), null));
  }

  @AfterAll
  static void stop() {
    open.close();
    closed.close();
  }

  @Test
  void withoutALoginNobodyElsesNameIsTakenOnAnyPath() throws Exception {
    // Given
    int served = open.served.get();
    // When / Then
    for (String path : List.of("/things", "/page", "/large", "/nothing", "//page")) {
      for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "DELETE")) {
        Answer refused = raw(open, method + " " + path, "1.1", "Host: evil.example:8080");
        assertThat(refused.status).as(method + " " + path).isEqualTo(421);
      }
    }
    Answer problem = raw(open, "GET /things", "1.1", "Host: evil.example");
    assertThat(problem.json().get("type").asText())
        .isEqualTo("urn:workbinroutes:problem:foreign-host");
    assertThat(raw(open, "GET /things", "1.0", "Host: evil.example").status).isEqualTo(421);
    assertThat(open.served.get()).isEqualTo(served);
  }

  @Test
  void theTargetsNameCountsLikeTheHeaders() throws Exception {
    assertThat(raw(open, "GET http://evil.example/things", "1.1", "Host: 127.0.0.1").status)
        .isEqualTo(421);
    assertThat(raw(open, "GET HTTP://x@evil.example", "1.1", "Host: 127.0.0.1").status)
        .isEqualTo(421);
    assertThat(raw(open, "GET http://127.0.0.1/things", "1.1", "Host: evil.example").status)
        .isEqualTo(421);
    assertThat(raw(open, "GET ftp://127.0.0.1/things", "1.1", "Host: 127.0.0.1").status)
        .isEqualTo(400);
  }

  @Test
  void severalNamesOrNoneAreNoRequest() throws Exception {
    for (ServerRig rig : List.of(open, closed)) {
      assertThat(raw(rig, "GET /page", "1.1", "Host: 127.0.0.1", "Host: 127.0.0.1").status)
          .isEqualTo(400);
      assertThat(raw(rig, "GET /page", "1.1", "Host: 127.0.0.1", "hOST: evil.example").status)
          .isEqualTo(400);
      assertThat(raw(rig, "GET /page", "1.0", "Host: 127.0.0.1", "Host: evil.example").status)
          .isEqualTo(400);
      assertThat(raw(rig, "GET /page", "1.1", "X: y").status).isEqualTo(400);
    }
  }

  @Test
  void honestCallersAreLetIn() throws Exception {
    for (String host :
        List.of("127.0.0.1:1", "10.1.2.3", "localhost:80", "[::1]", "desk.example")) {
      assertThat(raw(open, "GET /things", "1.1", "Host: " + host).status).as(host).isEqualTo(200);
    }
    // a health check of a load balancer
    assertThat(raw(open, "GET /things", "1.0", "X: y").status).isEqualTo(200);
    // behind a login the name opens nothing
    assertThat(raw(closed, "GET /things", "1.1", "Host: any.example", "X-API-Key: " + KEY).status)
        .isEqualTo(200);
  }

  private static Answer raw(ServerRig rig, String start, String version, String... headers)
      throws Exception {
    return rig.http.send(
        (start
                + " HTTP/"
                + version
                + "\r\n"
                + String.join("\r\n", headers)
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(US_ASCII));
  }
}
