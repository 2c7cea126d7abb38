package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.simulator.SimulatorServer;

/** What the log says of a login that fails for long. */
@Isolated("captures what the whole process logs")
class LoginLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aWrongPasswordIsOneLineAndOneMoreAtItsEnd() throws Exception {
    try (CapturedLog log = CapturedLog.ofAll();
        SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig =
            new GwsRig(
                gws,
                c -> {
                  c.setPassword("wrong");
                  c.setReconnectDelay(10);
                  c.setMaxReconnectDelay(10);
                })) {
      // When
      await().atMost(PATIENCE).until(() -> gws.requests().size() > 40);
      // Then: one, and at most two reminders on a machine that takes minutes for this
      assertThat(log.linesWith("Login to GWS is down")).hasSizeBetween(1, 3);
      assertThat(log.linesWith("Login to GWS is down").get(0))
          .startsWith("WARN ")
          .contains("does not accept the user", "requests wait, next try in")
          .doesNotContain("wrong");
      assertThat(log.linesWith("Notification connection")).isEmpty();
      // When
      gws.user("agent", "wrong");
      rig.awaitLive();
      // Then
      assertThat(log.linesWith("Login to GWS is back after")).hasSize(1);
    }
  }

  @Test
  void sessionsThatEndAtOnceAreOneLine() throws Exception {
    try (CapturedLog log = CapturedLog.ofAll();
        SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig =
            new GwsRig(
                gws,
                c -> {
                  c.setReconnectDelay(10);
                  c.setMaxReconnectDelay(10);
                })) {
      // When: each session ends before it is of use
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                gws.faults().expireHttpSessions();
                return gws.counters().logins() > 20;
              });
      // Then
      assertThat(
              log.linesWith("Logged in to GWS").size()
                  + log.linesWith("logging in again").size()
                  + log.linesWith("Login to GWS is down").size())
          .isLessThan(10);
      assertThat(rig.status().connections()).as("it went on trying").isNotNegative();
    }
  }
}
