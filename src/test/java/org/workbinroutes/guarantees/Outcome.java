package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.workbinroutes.simulator.Adds;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * What became of all requests in the end, counted at the three places that know: GWS, the ledger,
 * the sink.
 *
 * @param requests how many there were
 * @param lost those whose interaction was never put into its workbin
 * @param doubled interactions that were placed more than once
 * @param calledAgain AddInteraction calls for what already lay in its workbin, which this simulator
 *     refuses and another server might not
 * @param notConfirmed those that the product does not report as CONFIRMED
 * @param notInSink those whose ItemAdded never reached the sink
 * @param inSink ItemAdded lines of ours in the sink, repeated and synthetic ones included
 * @param synthetic those of them that were made from a workbin's content
 */
record Outcome(
    int requests,
    List<String> lost,
    List<String> doubled,
    long calledAgain,
    List<String> notConfirmed,
    List<String> notInSink,
    long inSink,
    long synthetic) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Waits until the product and the sink have nothing left to do, and counts.
   *
   * @param patience how long nothing may go on for what is left to count as lost
   */
  static Outcome of(
      List<Order> orders, SimulatorServer gws, Installation product, Duration patience)
      throws IOException {
    awaitConfirmed(orders, product, patience);
    awaitSink(orders, product.audits(), patience);
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    long again = 0;
    for (Order order : orders) {
      Adds adds = gws.adds(order.interactionId());
      if (adds.effects() == 0) {
        lost.add(order.requestId());
      } else if (adds.effects() > 1) {
        doubled.add(order.requestId());
      }
      again += Math.max(0, adds.calls() - Math.max(1, adds.effects()));
    }
    Sink sink = Sink.read(product.audits());
    List<String> notConfirmed = new ArrayList<>(orders.size());
    List<String> notInSink = new ArrayList<>();
    for (Order order : orders) {
      String state = state(product, order);
      if (!state.equals("CONFIRMED")) {
        notConfirmed.add(order.requestId() + " " + state);
      }
      if (!sink.heard.contains(order.interactionId())) {
        notInSink.add(order.requestId());
      }
    }
    return new Outcome(
        orders.size(), lost, doubled, again, notConfirmed, notInSink, sink.lines, sink.synthetic);
  }

  /** Each once in its workbin, each confirmed, each at least once in the sink. */
  void requireEverythingExactlyOnce() {
    assertThat(lost).as("lost: %s", some(lost)).hasSize(0);
    assertThat(doubled).as("placed twice: %s", some(doubled)).hasSize(0);
    assertThat(notConfirmed).as("not confirmed: %s", some(notConfirmed)).hasSize(0);
    assertThat(notInSink).as("notification not in the sink: %s", some(notInSink)).hasSize(0);
  }

  private static List<String> some(List<String> many) {
    return many.stream().limit(20).toList();
  }

  String figures() {
    return "requests %d, lost %d, double %d, called again %d, not confirmed %d, not in the sink %d, lines in the sink %d (%d synthetic)"
        .formatted(
            requests,
            lost.size(),
            doubled.size(),
            calledAgain,
            notConfirmed.size(),
            notInSink.size(),
            inSink,
            synthetic);
  }

  /**
   * Waits as long as one more is confirmed within the patience: how fast depends on the machine.
   */
  private static void awaitConfirmed(List<Order> orders, Installation product, Duration patience) {
    List<Order> open = new ArrayList<>(orders);
    awaitNoneLeft(
        patience,
        () -> {
          for (Iterator<Order> left = open.iterator(); left.hasNext(); ) {
            if (!state(product, left.next()).equals("CONFIRMED")) {
              break;
            }
            left.remove();
          }
          return open.size();
        });
  }

  private static void awaitSink(List<Order> orders, List<Path> audits, Duration patience) {
    awaitNoneLeft(
        patience,
        () -> {
          Set<String> heard = Sink.read(audits).heard;
          return (int)
              orders.stream().filter(order -> !heard.contains(order.interactionId())).count();
        });
  }

  private static void awaitNoneLeft(Duration patience, Callable<Integer> count) {
    AtomicInteger least = new AtomicInteger(Integer.MAX_VALUE);
    try {
      while (least.get() > 0) {
        Awaitility.await()
            .atMost(patience)
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> {
                  int left = count.call();
                  return left < least.getAndAccumulate(left, Math::min) || left == 0;
                });
      }
    } catch (org.awaitility.core.ConditionTimeoutException late) {
      // The count that follows names those that are late.
      assertThat(least).hasPositiveValue();
    }
  }

  private static String state(Installation product, Order order) throws IOException {
    try {
      return product.placement(order.requestId()).path("state").asText("unknown");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What the sink has got. */
  private record Sink(Set<String> heard, long lines, long synthetic) {
    static Sink read(List<Path> audits) throws IOException {
      Set<String> heard = new HashSet<>();
      long lines = 0;
      long synthetic = 0;
      for (Path audit : audits) {
        if (!Files.exists(audit)) {
          continue;
        }
        try (Stream<String> text = Files.lines(audit, StandardCharsets.UTF_8)) {
          for (String line : (Iterable<String>) text::iterator) {
            String id = itemAdded(line);
            if (id != null && id.startsWith("I-")) {
              heard.add(id);
              lines++;
              synthetic += line.contains("\"synthetic\":true") ? 1 : 0;
            }
          }
        }
      }
      return new Sink(heard, lines, synthetic);
    }

    private static String itemAdded(String line) {
      JsonNode notification;
      try {
        notification = JSON.readTree(line);
      } catch (com.fasterxml.jackson.core.JsonProcessingException cutByAKill) {
        return null;
      }
      if (!"ItemAdded".equals(notification.path("action").asText())) {
        return null;
      }
      for (Map.Entry<String, JsonNode> field : notification.properties()) {
        if (field.getKey().endsWith("StateResourceV2")) {
          return field.getValue().path("id").asText(null);
        }
      }
      return null;
    }
  }
}
