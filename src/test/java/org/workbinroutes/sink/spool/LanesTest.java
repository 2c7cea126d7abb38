package org.workbinroutes.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work in lanes: in order within a lane, side by side otherwise. */
class LanesTest {
  private static final int WIDTH = 3;

  private final AtomicInteger failures = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((where, failure) -> failures.incrementAndGet());
            return thread;
          });
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void stop() {
    goOn.countDown();
    threads.shutdownNow();
  }

  /** Items are called after their lane, as in {@code a1}. */
  private Lanes<String> lanes(Work work) {
    return new Lanes<>(
        threads,
        WIDTH,
        item -> item.substring(0, 1),
        item -> {
          try {
            work.of(item);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return;
          }
          done.add(item);
        });
  }

  private interface Work {
    void of(String item) throws InterruptedException;
  }

  @Test
  void a_lane_keeps_its_order_whoever_works_on_it() {
    // Given
    Lanes<String> lanes = lanes(item -> {});
    List<String> items =
        IntStream.range(0, 3_000).mapToObj(i -> "abcdefg".charAt(i % 7) + "" + i).toList();
    // When
    for (int i = 0; i < items.size(); i += 100) {
      lanes.addAll(items.subList(i, i + 100));
    }
    // Then
    await().until(() -> done.size() == items.size());
    for (String lane : List.of("a", "b", "c", "d", "e", "f", "g")) {
      assertThat(done.stream().filter(item -> item.startsWith(lane)))
          .containsExactlyElementsOf(items.stream().filter(item -> item.startsWith(lane)).toList());
    }
    assertThat(lanes.running()).isZero();
  }

  @Test
  void a_lane_that_is_held_up_holds_up_no_other_and_no_more_than_the_width_run() {
    // Given
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Lanes<String> lanes =
        lanes(
            item -> {
              most.accumulateAndGet(under.incrementAndGet(), Math::max);
              if (item.startsWith("a") || item.startsWith("b")) {
                goOn.await();
              }
              under.decrementAndGet();
            });
    // When
    lanes.addAll(List.of("a1", "a2", "b1", "c1", "c2", "d1"));
    // Then
    await().until(() -> done.size() == 3);
    assertThat(done).containsExactly("c1", "d1", "c2");
    assertThat(lanes.running()).isEqualTo(2);
    goOn.countDown();
    await().until(() -> done.size() == 6);
    assertThat(most.get()).isLessThanOrEqualTo(WIDTH);
  }

  @Test
  void what_has_not_begun_can_be_forgotten() {
    // Given
    Lanes<String> lanes = lanes(item -> goOn.await());
    lanes.addAll(List.of("a1", "a2", "b1"));
    await().until(() -> lanes.running() == 2);
    // When
    lanes.clear();
    goOn.countDown();
    // Then
    await().until(() -> lanes.running() == 0);
    lanes.addAll(List.of("a3"));
    await().until(() -> done.contains("a3"));
    assertThat(done).doesNotContain("a2");
  }

  @Test
  void work_that_fails_costs_its_lane_and_the_others_nothing() {
    // Given
    Lanes<String> lanes =
        lanes(
            item -> {
              if (item.endsWith("!")) {
                throw new IllegalStateException("fails, as it should");
              }
            });
    // When
    lanes.addAll(List.of("a!", "b!", "c!", "d!", "a1", "b1", "c1", "d1"));
    // Then
    await().until(() -> done.size() == 4 && failures.get() == 4);
    assertThat(done).containsExactlyInAnyOrder("a1", "b1", "c1", "d1");
  }
}
