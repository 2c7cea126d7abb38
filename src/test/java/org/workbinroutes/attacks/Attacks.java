package org.workbinroutes.attacks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The attacks of the report, in its order. */
final class Attacks {
  private static final String PAGE = "/console/console.css";
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration WHILE = Duration.ofSeconds(15);

  private Attacks() {}

  /** Each with a state of its own: for one product. */
  static List<Attack> all() {
    return List.of(
        new PipelinedRequests(
            "pipelined GETs of an open page, unread", Port.HTTP, PAGE, 1, 45_000, WHILE),
        new PipelinedRequests(
            "pipelined 404s on http.port, unread", Port.HTTP, "/no", 8, 500_000, LONG),
        new PipelinedRequests(
            "pipelined 404s on management.port, unread", Port.MANAGEMENT, "/no", 8, 500_000, LONG),
        new HalfOpenHeads("half-open heads on http.port", Port.HTTP, 4_000, 0),
        new HalfOpenHeads("half-open heads on management.port", Port.MANAGEMENT, 4_000, 0),
        new HalfOpenHeads(
            "half-open heads on management.port, 1,024 descriptors", Port.MANAGEMENT, 1_100, 1_024),
        new BadEscape(),
        new HugeJmsText("JMS text of 300 MB, compressed", 300, true, Duration.ofSeconds(15)),
        new HugeJmsText("JMS text of 400 MB", 400, false, Duration.ofSeconds(15)),
        new EndlessFrame(1_000),
        BrokerUser.forging(),
        BrokerUser.deleting(),
        BrokerUser.diverting(),
        BrokerUser.listening(),
        BrokerUser.readingPlacements(),
        BrokerUser.readingDeadLetters(),
        BrokerUser.costlySelector(),
        new SessionReattach(),
        ByHost.placing(),
        ByHost.reading(),
        ByHost.health(),
        ByHost.notifications(),
        ByHost.twoHosts(),
        GwsAnswer.poll(31, false, WHILE),
        GwsAnswer.poll(31, true, WHILE),
        GwsAnswer.adds(4, 15),
        GwsAnswer.cookies(100),
        GwsAnswer.csrfHeader(),
        GwsAnswer.drippingAdds(64, Duration.ofSeconds(60), Map.of("gws.response-timeout", "2s")),
        GwsAnswer.endlessHints(Duration.ofSeconds(30)),
        GwsAnswer.pollStorm(WHILE, 100),
        GwsAnswer.endlessPause(WHILE),
        GwsAnswer.hugeReferenceId(),
        new DrippingReceiver(8, Duration.ofSeconds(40), Duration.ofSeconds(10)),
        new HostileOAuth(true, Duration.ofSeconds(40)),
        new HostileOAuth(false, WHILE),
        DropFolder.pipe(),
        DropFolder.amplification(600_000, Duration.ofSeconds(17), 10),
        DropFolder.oddNames(1_500, Duration.ofSeconds(15), 100),
        new TokenWithoutScope(),
        new TwoItems(),
        new StrangeCharacters());
  }
}
