package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatedProxy;
import org.workbinroutes.simulator.SimulatorServer;

@Execution(ExecutionMode.CONCURRENT)
class ForwardProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(SeedData.AGENT_GROUP_BIN.workbinId(), GroupKind.AGENT_GROUP, "MyAgentGroup");

  @Test
  void callsAndNotificationsGoByTheProxyOfTheComponent() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        SimulatedProxy proxy = SimulatedProxy.start("proxy user:p&ss");
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setProxyHost("127.0.0.1");
                      c.setProxyPort(proxy.port());
                      c.setProxyUsername("proxy user");
                      c.setProxyPassword("p&ss");
                    })
                .awaitLive()) {
      placesByProxy(gws, proxy, rig);
    }
  }

  @Test
  void theProxyOfTheHttpComponentIsThatOfTheNotificationsToo() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        SimulatedProxy proxy = SimulatedProxy.start("u:p");
        GwsRig rig =
            new GwsRig(
                    gws.url(),
                    c -> {},
                    camel -> {
                      HttpComponent http = camel.getComponent("http", HttpComponent.class);
                      http.setProxyHost("127.0.0.1");
                      http.setProxyPort(proxy.port());
                      http.setProxyAuthMethod("Basic");
                      http.setProxyAuthUsername("u");
                      http.setProxyAuthPassword("p");
                    })
                .awaitLive()) {
      placesByProxy(gws, proxy, rig);
    }
  }

  @Test
  void hostsThatAreNamedAreReachedWithoutIt() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        SimulatedProxy proxy = SimulatedProxy.start(null);
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setProxyHost("127.0.0.1");
                      c.setProxyPort(proxy.port());
                      c.setNonProxyHosts("gws.test, 127.*");
                    })
                .awaitLive()) {
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @Test
  void aProxyThatWantsALoginIsNamed() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        SimulatedProxy proxy = SimulatedProxy.start("u:p");
        GwsRig rig =
            new GwsRig(
                gws,
                c -> {
                  c.setProxyHost("127.0.0.1");
                  c.setProxyPort(proxy.port());
                })) {
      await().atMost(PATIENCE).until(() -> rig.isLost() && rig.sessionTrouble() != null);
      assertThat(rig.sessionTrouble()).contains("HTTP 407", "gws.proxy.username");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://gws.test:8443, *.other|GWS.test, true",
    "https://gws.test:8443, '*.test', true",
    "https://gws.test:8443, 'gws.tes, g?s.test', false",
    "http://10.1.2.3, '10.*', true",
    "http://10.1.2.3, , false"
  })
  void bypassesByName(String address, String bypass, boolean direct) {
    GwsConfiguration configuration = new GwsConfiguration();
    configuration.setProxyHost("proxy.test");
    configuration.setNonProxyHosts(bypass);
    URI base = URI.create(address);
    ForwardProxy proxy = ForwardProxy.of(configuration, new HttpComponent(), base);
    assertThat(proxy.forAddress(base) == null).isEqualTo(direct);
  }

  private static void placesByProxy(SimulatorServer gws, SimulatedProxy proxy, GwsRig rig) {
    rig.client().add(GwsRig.chat(WORKBIN, "I1"));
    rig.awaitItemAdded("I1");
    List<String> requests = proxy.requests();
    assertThat(requests).contains("GET " + gws.url() + "/api/v2/me");
    assertThat(requests.stream().filter(request -> request.contains("/notifications")).count())
        .isGreaterThanOrEqualTo(3);
    assertThat(requests.stream().filter(request -> request.contains("agentGroup=MyAgentGroup")))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat((long) requests.size())
        .as("nothing went another way")
        .isEqualTo(gws.counters().connections());
  }
}
