package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator
class SimulatedGwsTest {
  private static final BinAddress BIN = SeedData.AGENT_GROUP_BIN;

  private final SimulatedGws gws;
  private RestClient rest;

  SimulatedGwsTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @BeforeEach
  void login() throws Exception {
    rest = RestClient.loggedIn(gws.simulator());
  }

  @Test
  void tellsWhatWasCalledAndWhatWasPlaced() throws Exception {
    // When
    rest.add(BIN, "ixn-1");
    rest.add(BIN, "ixn-1");
    // Then
    assertThat(gws.placed(BIN)).containsExactly("ixn-1");
    assertThat(gws.addCalls()).extracting(LoggedRequest::statusCode).containsExactly(0, 2);
    assertThat(gws.timesPlaced("ixn-1")).isEqualTo(1);
    assertThat(gws.timesPlaced("ixn-2")).isZero();
  }

  @Test
  void refusesAndFails() throws Exception {
    // Given
    ArmedFault refused = gws.refuseAdds(3, 1);
    // When / Then
    assertThat(RestClient.statusCode(rest.add(BIN, "ixn-1"))).isEqualTo(3);
    assertThat(refused.used()).isEqualTo(1);
    // Given
    gws.failAdds(503, 1);
    // When / Then
    assertThat(rest.add(BIN, "ixn-1").statusCode()).isEqualTo(503);
    assertThat(gws.placed(BIN)).isEmpty();
    assertThat(RestClient.statusCode(rest.add(BIN, "ixn-1"))).isEqualTo(0);
  }

  @Test
  void losesAnswersOfWhatItDid() {
    // Given
    gws.loseAnswers(1);
    // When / Then
    assertThatThrownBy(() -> rest.add(BIN, "ixn-1")).isInstanceOf(IOException.class);
    assertThat(gws.placed(BIN)).containsExactly("ixn-1");
    assertThat(gws.timesPlaced("ixn-1")).isEqualTo(1);
  }

  @Test
  void isSlowUntilItIsReset() throws Exception {
    // Given
    gws.slowAdds(Duration.ofMillis(300));
    // When
    long begin = System.nanoTime();
    rest.add(BIN, "ixn-1");
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
    gws.reset();
    assertThat(gws.requests()).isEmpty();
    assertThat(gws.placed(BIN)).isEmpty();
    // the session has outlived the reset
    assertThat(RestClient.statusCode(rest.add(BIN, "ixn-1"))).isEqualTo(0);
  }

  @Test
  void letsOthersActAndTellsItOnceMore() throws Exception {
    try (CometClient comet = CometClient.listening(gws.simulator(), rest)) {
      // Given
      rest.subscribe(BIN);
      gws.awaitListener(BIN);
      // When
      gws.put(BIN, "ixn-1");
      gws.redeliver(BIN, "ixn-1");
      await().until(() -> comet.added().size() == 2);
      gws.loseNotifications(1);
      gws.put(BIN, "ixn-2");
      gws.take(BIN, "ixn-1");
      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(comet.received())
                      .extracting(message -> message.get("action"))
                      .containsSubsequence("ItemAdded", "ItemAdded", "ItemRemoved"));
      assertThat(comet.added()).containsExactly("ixn-1", "ixn-1");
      assertThat(gws.addCalls()).isEmpty();
      assertThat(gws.placed(BIN)).containsExactly("ixn-2");
    }
  }

  @Test
  void whatCannotBeDoneIsTold() {
    gws.put(BIN, "ixn-1");
    assertThatThrownBy(() -> gws.put(BIN, "ixn-1")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> gws.take(BIN, "ixn-2")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> gws.redeliver(BIN, "ixn-2")).isInstanceOf(IllegalStateException.class);
    BinAddress unknown = BinAddress.placeGroup("none", "Nobody");
    assertThatThrownBy(() -> gws.put(unknown, "ixn-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of placeGroup Nobody");
  }

  @Test
  void endsSessions() throws Exception {
    try (CometClient comet = CometClient.listening(gws.simulator(), rest)) {
      rest.subscribe(BIN);
      gws.awaitListener(BIN);
      // When
      gws.endSessions();
      // Then
      assertThat(gws.simulator().listeners(BIN)).isZero();
      assertThat(rest.add(BIN, "ixn-1").statusCode()).isEqualTo(401);
      assertThat(comet.added()).isEmpty();
    }
  }

  @Test
  void comesBackAtTheSameAddress() throws Exception {
    // Given
    String url = gws.url();
    gws.put(BIN, "ixn-1");
    // When
    gws.stop();
    // Then
    assertThatThrownBy(() -> rest.add(BIN, "ixn-2")).isInstanceOf(IOException.class);
    gws.start();
    assertThat(gws.url()).isEqualTo(url);
    rest = RestClient.loggedIn(gws.simulator());
    assertThat(RestClient.statusCode(rest.add(BIN, "ixn-2"))).isEqualTo(0);
    assertThat(gws.placed(BIN)).containsExactly("ixn-1", "ixn-2");
  }
}
