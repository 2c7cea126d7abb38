package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.cometd.bayeux.Message;
import org.cometd.common.JSONContext;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.outbound.HostilePeer;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.RawData;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** A GWS, or somebody in its place, that wants more than it should get. */
@Timeout(60)
class HostileGwsTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(
          SeedData.AGENT_GROUP_BIN.workbinId(),
          GroupKind.AGENT_GROUP,
          SeedData.AGENT_GROUP_BIN.group());

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

  @Test
  void anAnswerThatDripsEndsAndWhatBecameOfTheCallIsUnknown() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws, c -> c.setResponseTimeout(500)).awaitLive()) {
      gws.faults().onAdd(Fault.drip(), 1);
      // When / Then: the content decides, as after every call without an answer
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsUnknownOutcomeException.class)
          .hasMessageContaining("the exchange took longer than 1500 ms");
      // Given
      gws.faults()
          .onRest(
              Fault.drip().when(call -> "GET".equals(call.method()) && call.workbinId() != null),
              1);
      // When / Then
      assertThatThrownBy(() -> rig.client().content(WORKBIN))
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining("the exchange took longer");
      rig.client().add(GwsRig.chat(WORKBIN, "I2"));
      rig.awaitItemAdded("I2");
    }
  }

  @Test
  void callsAreReadUpToTheSizeOfAnHonestAnswer() throws Exception {
    // Given
    String answer = "{\"statusCode\":0,\"referenceId\":1,\"v\":[" + "[],".repeat(30_000) + "0]}";
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      gws.faults().onAdd(Fault.httpStatus(200).body("application/json", answer), 1);
      // When / Then
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsUnknownOutcomeException.class)
          .hasMessageContaining("larger than 65536 bytes");
    }
  }

  @Test
  void contentOfNothingButIdsWithoutEndIsNotKept() throws Exception {
    // Given
    String ids = "{\"id\":\"" + "i".repeat(200) + "\"},";
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      gws.faults()
          .onRest(
              Fault.httpStatus(200)
                  .body(
                      "application/json",
                      "{\"statusCode\":0,\"workbin\":{\"chats\":["
                          + ids.repeat(12_000)
                          + "{\"id\":\"last\"}]}}")
                  .when(call -> "GET".equals(call.method()) && call.workbinId() != null),
              1);
      // When / Then
      assertThatThrownBy(() -> rig.client().content(WORKBIN))
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining("more than 2097152 bytes");
    }
  }

  /** Each is below {@code maxBurstSize} in bytes, and many times larger in memory. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"channel\":\"/a\",\"data\":[#,1]}",
        "NaN,#,{}",
        "{\"channel\":\"/a\",\"data\":NaN},#"
      })
  void aPollAnswerOfNothingButBracketsIsNotKept(String form) {
    // Given
    String values = "[],".repeat(400_000) + "[]";
    byte[] answer =
        ("[{\"channel\":\"/meta/connect\",\"successful\":true}," + form.replace("#", values) + "]")
            .getBytes(StandardCharsets.UTF_8);
    PollAnswerReader reader = new PollAnswerReader(2_000_000, kind -> {});
    // When / Then
    assertThatThrownBy(() -> read(reader, answer)).isInstanceOf(TooManyValuesException.class);
  }

  @Test
  void aPollAnswerWithTooManyValuesEndsItsSessionAndTheNextOneReceives() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      long connections = rig.status().connections();
      // When
      gws.publishTogether(List.of(RawData.of("[" + "[],".repeat(8_000_000) + "0]")));
      // Then
      rig.awaitConnectionAfter(connections);
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
    }
  }

  @Test
  void pollsThatComeBackAtOnceWithNothingAreNotRepeatedAtOnce() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().longPollTimeout(Duration.ZERO).start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      long began = System.nanoTime();
      long before = gws.counters().connects();
      // When
      await().atMost(GwsRig.PATIENCE).until(() -> gws.counters().connects() >= before + 12);
      // Then: however slow this machine is, they cannot be faster
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
      assertThat(rig.status().connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {102, 103})
  void interimAnswersWithoutEndFailAPoll(int status) throws Exception {
    // Given
    try (HostilePeer peer =
        new HostilePeer(HostilePeer.flooding("", "HTTP/1.1 " + status + " X\r\n\r\n"))) {
      // When / Then
      assertThatThrownBy(() -> poll(peer))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("more than 20 informational answers");
    }
  }

  @Test
  void aFewInterimAnswersAreNoAnswer() throws Exception {
    // Given
    String answers =
        "HTTP/1.1 103 X\r\n\r\n".repeat(5) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    try (HostilePeer peer =
        new HostilePeer(out -> out.write(answers.getBytes(StandardCharsets.US_ASCII)))) {
      // When / Then
      assertThat(poll(peer).getStatus()).isEqualTo(200);
    }
  }

  @Test
  void headersWithoutEndFailAPoll() throws Exception {
    // Given
    try (HostilePeer peer =
        new HostilePeer(HostilePeer.flooding("HTTP/1.1 200 OK\r\n", "a: b\r\n"))) {
      // When / Then
      assertThatThrownBy(() -> poll(peer)).isInstanceOf(ExecutionException.class);
    }
  }

  private static ContentResponse poll(HostilePeer peer) throws Exception {
    HttpClient client = new HttpClient();
    try {
      client.start();
      GwsService.bound(client);
      return client.POST(peer.url()).send();
    } finally {
      client.stop();
    }
  }

  private static Object read(PollAnswerReader reader, byte[] answer) {
    JSONContext.AsyncParser parser = reader.newAsyncParser();
    parser.parse(ByteBuffer.wrap(answer));
    return parser.<List<Message.Mutable>>complete();
  }
}
