package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** A GWS, or somebody in its place, that wants more than it should get. */
class HostileGwsTest {
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectTakesNeitherTheCallNorTheCredentialsToAnotherHost(int status) throws Exception {
    // Given
    List<String> stolen = new CopyOnWriteArrayList<>();
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          stolen.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().keySet());
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    elsewhere.start();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws)) {
      rig.awaitLive();
      gws.faults()
          .onAdd(
              Fault.httpStatus(status)
                  .header("Location", "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/"),
              1);
      String call =
          """
          {"workbinId":"%s","placeGroup":"%s","interactionId":"i-1"}
          """
              .formatted(SeedData.PLACE_GROUP_BIN.workbinId(), SeedData.PLACE_GROUP_BIN.group());
      // When / Then
      assertThatThrownBy(() -> rig.camel.createProducerTemplate().requestBody("gws:add", call))
          .hasRootCauseInstanceOf(GwsException.class);
      assertThat(stolen).isEmpty();
    } finally {
      elsewhere.stop(0);
    }
  }
}
