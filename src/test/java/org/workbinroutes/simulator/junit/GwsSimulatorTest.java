package org.workbinroutes.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServerBuilder;

/** Runs classes as users write them, and looks at what they saw. */
class GwsSimulatorTest {
  private static final String CALLBACKS = "callbacks@agentGroup:Back Office";
  private static final BinAddress BIN = BinAddress.parse(CALLBACKS);

  // what the classes below saw; JUnit makes their instances
  private static final List<String> SEEN = new ArrayList<>();

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @Test
  void onAClassItIsOneForAllTestsAndEndsWithThem() {
    // When
    Events tests = run(OneForAll.class);
    // Then
    tests.assertStatistics(s -> s.started(4).succeeded(4));
    assertThat(SEEN).hasSize(9);
    assertThat(SEEN).containsOnly(SEEN.get(0));
    assertThatNothingListensAt(SEEN.get(0));
  }

  @Test
  void onAParameterItIsOneForTheTestAndEndsWithIt() {
    // When
    Events tests = run(OneEach.class);
    // Then
    tests.assertStatistics(s -> s.started(2).succeeded(2));
    assertThat(SEEN).hasSize(4).doesNotHaveDuplicates();
    SEEN.forEach(GwsSimulatorTest::assertThatNothingListensAt);
  }

  @Test
  void aClassWithOneInstanceForAllTestsHasItInTheConstructor() {
    // When
    Events tests = run(OneInstance.class);
    // Then
    tests.assertStatistics(s -> s.started(2).succeeded(2));
    assertThat(SEEN).hasSize(2);
    assertThat(SEEN.get(0)).isEqualTo(SEEN.get(1));
    assertThatNothingListensAt(SEEN.get(0));
  }

  @Test
  void theOptionsReachTheSimulator() {
    run(Options.class).assertStatistics(s -> s.started(1).succeeded(1));
  }

  @Test
  void aParameterWithoutAnAnnotationAnywhereIsTold() {
    run(NotAnnotated.class)
        .assertThatEvents()
        .haveExactly(
            1, event(finishedWithFailure(message(m -> m.contains("annotate the class, or the")))));
  }

  @Test
  void aParameterOfAnotherTypeIsTold() {
    run(WrongType.class)
        .assertThatEvents()
        .haveExactly(
            1, event(finishedWithFailure(message(m -> m.contains("of type SimulatedGws")))));
  }

  @Test
  void aWorkbinThatIsNoneIsTold() {
    run(WrongWorkbin.class)
        .assertThatEvents()
        .haveExactly(
            1, event(finishedWithFailure(message(m -> m.contains("workbinId@agentGroup:Name")))));
  }

  private static Events run(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .execute()
        .testEvents();
  }

  private static void assertThatNothingListensAt(String url) {
    URI address = URI.create(url);
    assertThatThrownBy(() -> new Socket(address.getHost(), address.getPort()).close())
        .as(url)
        .isInstanceOf(IOException.class);
  }

  private static int login(SimulatedGws gws, String user, String password) throws Exception {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest me =
        HttpRequest.newBuilder(URI.create(gws.url() + "/api/v2/me"))
            .header("Authorization", "Basic " + credentials)
            .build();
    return HttpClient.newHttpClient().send(me, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @GwsSimulator(workbins = CALLBACKS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class OneForAll {
    private final SimulatedGws gws;

    OneForAll(SimulatedGws gws) {
      this.gws = gws;
    }

    @BeforeAll
    static void begin(SimulatedGws gws) {
      SEEN.add(gws.url());
    }

    @BeforeEach
    void note() {
      SEEN.add(gws.url());
    }

    @Test
    @Order(1)
    void leavesThingsBehind(SimulatedGws sameGws) {
      assertThat(sameGws).isSameAs(gws);
      gws.put(BIN, "left");
      gws.refuseAdds(3, 1);
      gws.stop();
    }

    @Test
    @Order(2)
    void findsNothingOfThem() throws IOException {
      assertThat(gws.placed(BIN)).isEmpty();
      assertThat(gws.requests()).isEmpty();
      new Socket(URI.create(gws.url()).getHost(), URI.create(gws.url()).getPort()).close();
    }

    @AfterEach
    void noteAgain(SimulatedGws gws) {
      SEEN.add(gws.url());
    }

    @Nested
    class Within {
      @Test
      void hasTheSame(SimulatedGws inner) {
        assertThat(inner).isSameAs(gws);
      }

      @Test
      void hasAnotherIfItSaysSo(@GwsSimulator SimulatedGws inner) {
        assertThat(inner.url()).isNotEqualTo(gws.url());
      }
    }
  }

  static class OneEach {
    OneEach(@GwsSimulator SimulatedGws gws) {
      SEEN.add(gws.url());
    }

    @Test
    void first(@GwsSimulator SimulatedGws gws) {
      SEEN.add(gws.url());
    }

    @Test
    void second(@GwsSimulator SimulatedGws gws) {
      SEEN.add(gws.url());
    }
  }

  @GwsSimulator
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    private final SimulatedGws gws;

    OneInstance(SimulatedGws gws) {
      this.gws = gws;
    }

    @Test
    void first() {
      SEEN.add(gws.url());
    }

    @Test
    void second() {
      SEEN.add(gws.url());
    }
  }

  static class Options {
    static class NoLog implements Consumer<SimulatorServerBuilder> {
      @Override
      public void accept(SimulatorServerBuilder builder) {
        builder.logRequests(false);
      }
    }

    @Test
    void areAsSaid(
        @GwsSimulator(
                username = "robot",
                password = "42",
                workbins = {CALLBACKS, "returns@placeGroup:Depot: north"},
                settings = NoLog.class)
            SimulatedGws gws)
        throws Exception {
      assertThat(gws.username()).isEqualTo("robot");
      assertThat(gws.password()).isEqualTo("42");
      gws.put(BIN, "a");
      gws.put(BinAddress.placeGroup("returns", "Depot: north"), "b");
      assertThatThrownBy(() -> gws.put(BinAddress.agentGroup("none", "Nobody"), "c"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("agentGroup Nobody");
      assertThat(login(gws, "robot", "42")).isEqualTo(200);
      assertThat(login(gws, "agent", "secret")).isEqualTo(401);
      assertThat(gws.requests()).isEmpty();
    }
  }

  static class NotAnnotated {
    @Test
    @ExtendWith(GwsSimulatorExtension.class)
    void wants(SimulatedGws gws) {
      SEEN.add(gws.url());
    }
  }

  static class WrongType {
    @Test
    void wants(@GwsSimulator String gws) {
      SEEN.add(gws);
    }
  }

  static class WrongWorkbin {
    @Test
    void wants(@GwsSimulator(workbins = "callbacks") SimulatedGws gws) {
      SEEN.add(gws.url());
    }
  }
}
