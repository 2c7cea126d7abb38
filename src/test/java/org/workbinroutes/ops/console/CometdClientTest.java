package org.workbinroutes.ops.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CometD client in the jar is the published one, to the byte. */
@EnabledIf(value = "isThereOrDemanded", disabledReason = "npm ci --prefix src/browser was not run")
class CometdClientTest {
  private static final Path PUBLISHED = Path.of("src/browser/node_modules/cometd");

  static boolean isThereOrDemanded() {
    return "required".equals(System.getenv("BROWSER_TESTS")) || Files.exists(PUBLISHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Client.js",
        "TransportRegistry.js",
        "Transport.js",
        "RequestTransport.js",
        "CallbackPollingTransport.js",
        "LongPollingTransport.js",
        "WebSocketTransport.js",
        "LICENSE"
      })
  void isThePublishedOne(String file) throws Exception {
    try (InputStream ours = ConsolePages.class.getResourceAsStream("cometd/" + file)) {
      assertThat(ours.readAllBytes()).isEqualTo(Files.readAllBytes(PUBLISHED.resolve(file)));
    }
  }
}
