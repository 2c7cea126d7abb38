package org.workbinroutes.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.workbinroutes.net.HostNames;
import org.workbinroutes.ops.http.HttpServerSettings;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** HTTP servers for tests: on this machine, at any port. */
final class HttpSettings {
  static final Limits LIMITS =
      new Limits(
          1024L * 1024,
          2L * 1024 * 1024,
          2_000,
          2_000,
          0,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20));

  private HttpSettings() {}

  static HttpServerSettings standard(Path folder) {
    return with(folder, LIMITS, Logins.none());
  }

  static HttpServerSettings with(Path folder, Limits limits, Logins logins) {
    return new HttpServerSettings(
        "127.0.0.1", new HostNames(List.of("a")), 0, limits, logins, null, folder.resolve("http"));
  }
}
