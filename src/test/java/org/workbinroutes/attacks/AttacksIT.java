package org.workbinroutes.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attacks that may end or stall the process, on the packaged product with the memory that its
 * script gives it. One process stands all of them, one after the other.
 */
// half-open heads come from 127.0.0.2
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksIT {
  private static final Path HOME = Path.of("target", "workbin-routes");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGER_THAN_PATIENCE = Duration.ofMinutes(3);
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final DrippingReceiver receiver = new DrippingReceiver(8, MOST, Duration.ofSeconds(2));
  private Target target;

  Stream<Named<Attack>> attacks() {
    return Stream.<Attack>of(
            new PipelinedRequests(
                "pipelined GETs", Port.HTTP, "/console/console.css", 1, 45_000, MOMENT),
            new PipelinedRequests("pipelined 404s", Port.HTTP, "/no", 4, 50_000, MOMENT),
            new PipelinedRequests(
                "pipelined 404s of management", Port.MANAGEMENT, "/no", 4, 50_000, MOMENT),
            new HalfOpenHeads("half-open heads", Port.HTTP, 4_000, 0),
            new HalfOpenHeads("half-open heads of management", Port.MANAGEMENT, 4_000, 0),
            new HugeJmsText("huge JMS text", 300, true, MOMENT),
            new EndlessFrame(300),
            GwsAnswer.poll(31, true, MOST),
            GwsAnswer.drippingAdds(64, LONGER_THAN_PATIENCE, Map.of()),
            receiver)
        .map(attack -> Named.of(attack.name(), attack));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void endsAndStallsNothing(Attack attack) throws Exception {
    // Given
    if (target == null || !target.isRunning()) {
      start();
    }
    // When
    Effect effect = attack.run(target);
    // Then
    assertThat(effect.held())
        .as("%s: %s: %s", attack.name(), effect.done(), effect.seen())
        .isTrue();
    assertThat(target.isRunning()).isTrue();
  }

  private void start() throws IOException, InterruptedException {
    stop();
    target = new Target(HOME, Path.of("target", "attacks"), PATIENCE);
    Map<String, String> settings = new HashMap<>(receiver.settings(target));
    settings.put("gws.response-timeout", "2s");
    // what lets others in again must not be that half a head times out
    settings.put("http.idle-timeout", "10m");
    assertThat(target.start(settings)).as(() -> "started, see " + target.product().log()).isTrue();
  }

  @AfterAll
  void stop() throws IOException {
    if (target != null) {
      target.close();
    }
  }
}
