package org.workbinroutes.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
  private final CapturedLog log = CapturedLog.ofAll();
  private final SetClock clock = new SetClock();
  private final OutageLog gws =
      new OutageLog(LoggerFactory.getLogger(OutageLogTest.class), "GWS of the test", clock);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void logsTheBeginningTheEndAndNothingBetweenOfAShortOutage() {
    for (int second = 0; second < 37; second++) {
      gws.failed("connection refused", () -> "9 requests wait, next try in 10 s");
      clock.advance(Duration.ofSeconds(1));
    }
    gws.succeeded();
    gws.succeeded();

    assertThat(log.linesWith("GWS of the test"))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "WARN GWS of the test is down since \\d\\d:\\d\\d:\\d\\d \\(connection"
                            + " refused\\): 9 requests wait, next try in 10 s"),
            line -> assertThat(line).isEqualTo("INFO GWS of the test is back after 37 s"));
  }

  @Test
  void remindsOnceAMinuteWithTheLatestReasonAndTheFirstTime() {
    for (int second = 0; second < 5 * 60 + 37; second++) {
      gws.failed(second < 30 ? "connection refused" : "503", () -> "");
      clock.advance(Duration.ofSeconds(1));
    }
    gws.succeeded();

    assertThat(log.linesWith("GWS of the test"))
        .hasSize(7)
        .last()
        .isEqualTo("INFO GWS of the test is back after 5 min 37 s");
    assertThat(log.linesWith("(503)"))
        .hasSize(5)
        .allMatch(line -> line.contains(firstTime()) && line.endsWith("(503)"));
  }

  @Test
  void isCurrentWhileItLasts() {
    assertThat(gws.current()).isEmpty();
    Instant start = clock.instant();

    gws.failed("one", () -> "");
    clock.advance(Duration.ofSeconds(5));
    gws.failed("two", () -> "");
    assertThat(gws.current()).contains(new Outage(start, "two"));

    gws.succeeded();
    assertThat(gws.current()).isEmpty();
  }

  @Test
  void namesTheDayOfALongOutage() {
    gws.failed("one", () -> "");
    clock.advance(Duration.ofDays(2));
    gws.failed("one", () -> "");

    assertThat(log.linesWith("GWS of the test is down since 2026-0")).hasSize(1);
  }

  private String firstTime() {
    return log.linesWith("connection refused").get(0).replaceAll(".*since (\\S+) .*", "$1");
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("The zone is not used");
    }
  }
}
