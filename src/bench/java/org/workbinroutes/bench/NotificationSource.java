package org.workbinroutes.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * A GWS whose notifications are told from outside, a line on standard input each: {@code burst N}
 * publishes N as fast as it can, {@code rate N PER-SECOND} at a rate. Each carries the nanosecond
 * at which it was published.
 */
final class NotificationSource {
  private static final int TOGETHER = 200;
  private static final int TEXT = 900;
  private static final int WORKBINS = 100;

  private NotificationSource() {}

  /**
   * Serves until standard input ends.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("PORT " + gws.port());
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("burst")) {
          burst(gws, Integer.parseInt(words[1]));
        } else {
          rate(gws, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        }
      }
    }
  }

  private static void burst(SimulatorServer gws, int number) {
    for (int from = 0; from < number; from += TOGETHER) {
      List<Map<String, Object>> group = new ArrayList<>();
      for (int i = from; i < Math.min(number, from + TOGETHER); i++) {
        group.add(notification(i));
      }
      gws.publishTogether(group);
    }
  }

  private static void rate(SimulatorServer gws, int number, int perSecond)
      throws InterruptedException {
    long begin = System.nanoTime();
    for (int i = 0; i < number; i++) {
      TimeUnit.NANOSECONDS.sleep(begin + i * 1_000_000_000L / perSecond - System.nanoTime());
      gws.publish(notification(i));
    }
  }

  /** About 1.2 KB. */
  private static Map<String, Object> notification(int number) {
    return Map.of(
        "messageType",
        "WorkbinStateChangeMessage",
        "action",
        "ItemAdded",
        "id",
        "bin-" + number % WORKBINS,
        "agentGroup",
        "Crew",
        "chatStateResourceV2",
        Map.of(
            "id",
            "chat-" + number,
            "state",
            "Queued",
            "userData",
            Map.of("sentAt", System.nanoTime(), "text", "x".repeat(TEXT))));
  }
}
