package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.LoggedRequest;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.SimulatorServerBuilder;
import org.workbinroutes.simulator.Workbin;

/**
 * Two nodes, each with a GWS user of its own. GWS ends a user's session when the same user logs in
 * again, and tells of a workbin to the user alone who has subscribed to it.
 */
class NodesWithUsersIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String GROUP = "Crew & Co";
  private static final BinAddress BEFORE = BinAddress.agentGroup("users-0", GROUP);
  private static final BinAddress AFTER = BinAddress.agentGroup("users-1", GROUP);
  private static final BinAddress FOR_FIRST = BinAddress.agentGroup("users-first", GROUP);
  private static final String REFUSED = "GWS does not accept the user or its credentials";

  @Test
  void anotherUserTakesOverAndDoesWhatItMay() throws Exception {
    // Given
    try (SimulatorServer gws = gws().start();
        Nodes nodes = new Nodes("users", 2, gws.url(), node -> user(node, "secret-" + node))) {
      nodes.start();
      ProductProcess first = nodes.awaitElected(SOON);
      ProductProcess second = nodes.another(first);
      String firstUser = first == nodes.node(0) ? "user-a" : "user-b";
      String secondUser = first == nodes.node(0) ? "user-b" : "user-a";
      gws.forbid(secondUser, FOR_FIRST);
      awaitReady(second);
      Load load = new Load(nodes, BEFORE);
      load.start(2, 1, Duration.ofSeconds(1));
      awaitPlacedBy(gws, BEFORE, firstUser, secondUser);
      assertThat(gws.counters().logins()).as("one session a user").isEqualTo(2);
      Order refused = new Order("not-for-second", FOR_FIRST);
      assertThat(second.post("?wait=confirmed", refused.json(), SOON).body())
          .contains("GWS refused the placement", "statusCode 5");
      Order heard = new Order("heard-by-first", FOR_FIRST);
      assertThat(first.post("?wait=confirmed", heard.json(), SOON).body()).contains("CONFIRMED");
      // When
      first.kill();
      long killed = System.nanoTime();
      assertThat(nodes.awaitElected(SOON)).isSameAs(second);
      System.out.printf(
          "users: another user hears after %d ms%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
      nodes.start();
      load.into(AFTER);
      // Then
      awaitPlacedBy(gws, AFTER, firstUser, secondUser);
      assertThat(subscribed(gws, BEFORE)).containsExactly(firstUser, secondUser);
      assertThat(subscribed(gws, AFTER)).containsExactly(secondUser);
      assertThat(gws.counters().logins()).as("one for each start of a node").isEqualTo(3);
      Order notHeard = new Order("not-heard-by-second", FOR_FIRST);
      first.post("?wait=accepted", notHeard.json(), SOON);
      assertThat(gws.contents(FOR_FIRST)).contains(notHeard.interactionId());
      assertThat(first.placement(notHeard.requestId()).path("state").asText())
          .isIn("ACCEPTED", "UNCONFIRMED");
      // When: the password of the elected node's user is changed
      gws.user(secondUser, "changed");
      // Then
      assertThat(nodes.awaitElected(SOON)).isSameAs(first);
      assertThat(second.metric("workbin_elected")).isZero();
      assertThat(second.health("").body()).contains(REFUSED);
      load.finish();
      Outcome outcome =
          Outcome.of(
              Stream.concat(load.orders().stream(), Stream.of(heard, notHeard)).toList(),
              gws,
              nodes,
              Duration.ofSeconds(60));
      System.out.println("users: " + outcome.figures());
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.calledAgain()).as("calls for what lay in its workbin").isZero();
      assertThat(gws.adds(refused.interactionId()).effects()).isZero();
    }
  }

  @Test
  void aNodeWhoseUserIsRefusedLeavesTheWorkToTheOther() throws Exception {
    // Given: b alone would be elected, and take half of what waits
    try (SimulatorServer gws = gws().start();
        Nodes nodes =
            new Nodes(
                "refused",
                2,
                gws.url(),
                node -> user(node, node.equals("b") ? "wr0ng" : "secret-a"))) {
      ProductProcess a = nodes.node(0);
      ProductProcess b = nodes.node(1);
      b.start();
      b.awaitReady();
      Load load = new Load(nodes, BEFORE);
      load.start(2, 1, Duration.ofSeconds(1));
      // When
      nodes.start();
      // Then
      assertThat(nodes.awaitElected(SOON)).isSameAs(a);
      awaitPlacedBy(gws, BEFORE, "user-a");
      assertThat(b.readiness()).isEqualTo(503);
      assertThat(b.health("").body()).contains(REFUSED);
      assertThat(Files.readString(b.log()))
          .contains("Node b leaves the work to the others", REFUSED)
          .doesNotContain("wr0ng", "Node b is elected");
      // When: somebody mends it
      gws.user("user-b", "wr0ng");
      // Then
      awaitReady(b);
      load.into(AFTER);
      awaitPlacedBy(gws, AFTER, "user-a", "user-b");
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, nodes, Duration.ofSeconds(60));
      System.out.println("refused: " + outcome.figures());
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.calledAgain()).as("calls for what lay in its workbin").isZero();
      assertThat(nodes.awaitElected(SOON)).isSameAs(a);
    }
  }

  private static SimulatorServerBuilder gws() {
    return SimulatorServer.builder()
        .user("user-a", "secret-a")
        .user("user-b", "secret-b")
        .oneSessionPerUser(true)
        .subscriptionsPerUser(true)
        .workbin(Workbin.at(BEFORE))
        .workbin(Workbin.at(AFTER))
        .workbin(Workbin.at(FOR_FIRST));
  }

  private static Map<String, String> user(String node, String password) {
    Map<String, String> keys = new LinkedHashMap<>(Nodes.quick());
    keys.put("gws.username", "user-" + node);
    keys.put("gws.password", password);
    return keys;
  }

  private static void awaitReady(ProductProcess node) {
    await()
        .alias("the node is ready, see " + node.log())
        .atMost(SOON)
        .until(() -> node.readiness() == 200);
  }

  private static void awaitPlacedBy(SimulatorServer gws, BinAddress bin, String... users) {
    await()
        .alias("placed into " + bin + " by " + List.of(users))
        .atMost(SOON)
        .until(
            () ->
                done(gws, bin, "AddChat").stream().distinct().toList().containsAll(List.of(users)));
  }

  /** The users who have subscribed to a workbin, in that order, each once. */
  private static List<String> subscribed(SimulatorServer gws, BinAddress bin) {
    return done(gws, bin, "Subscribe").stream().distinct().toList();
  }

  /** Who did something with a workbin that had an effect. */
  private static List<String> done(SimulatorServer gws, BinAddress bin, String operation) {
    return gws.requests().stream()
        .filter(LoggedRequest::effect)
        .filter(request -> operation.equals(request.operation()))
        .filter(request -> bin.equals(request.call().bin()))
        .map(LoggedRequest::user)
        .toList();
  }
}
