package org.workbinroutes.sink.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.sink.spool.SpoolEntry;
import org.workbinroutes.sink.spool.WorkbinLane;
import org.workbinroutes.sink.tail.NotificationTail.Page;
import org.workbinroutes.sink.tail.NotificationTail.Position;

@Timeout(180)
class NotificationTailTest {
  private final NotificationTail tail = new NotificationTail();

  private void add(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> add(tail, "n-" + i));
  }

  @Test
  void tells_what_came_after_a_position_page_by_page() throws Exception {
    // Given
    add(1, 3);
    Position end = tail.end();
    add(4, 8);
    // When
    Page first = tail.after(end, 3, 0);
    Page second = tail.after(first.next(), 3, 0);
    Page third = tail.after(second.next(), 3, 0);
    // Then
    assertThat(first.texts()).containsExactly("n-4", "n-5", "n-6");
    assertThat(second.texts()).containsExactly("n-7", "n-8");
    assertThat(third.texts()).isEmpty();
    assertThat(first.missed() + second.missed() + third.missed()).isZero();
    assertThat(third.next()).isEqualTo(tail.end());
  }

  @Test
  void the_oldest_give_way_and_whoever_is_too_slow_is_told() throws Exception {
    // Given
    Position begin = tail.end();
    add(1, NotificationTail.MOST_NOTIFICATIONS + 5);
    // When
    Page page = tail.after(begin, 2, 0);
    // Then
    assertThat(page.missed()).isEqualTo(5);
    assertThat(page.texts()).containsExactly("n-6", "n-7");
    assertThat(tail.after(page.next(), 1, 0).missed()).isZero();
  }

  @Test
  void large_ones_do_not_fill_the_memory() throws Exception {
    // Given
    Position begin = tail.end();
    String large = "x".repeat(NotificationTail.MOST_CHARACTERS / 4);
    // When
    IntStream.range(0, 9).forEach(i -> add(tail, large));
    // Then
    assertThat(tail.after(begin, 100, 0).texts()).hasSize(4);
    add(tail, "y".repeat(NotificationTail.MOST_CHARACTERS + 1));
    assertThat(tail.after(begin, 100, 0).texts()).hasSize(1);
    add(tail, "small");
    assertThat(tail.after(begin, 100, 0).texts()).containsExactly("small");
  }

  @Test
  void who_waits_gets_the_next_one_at_once() throws Exception {
    // Given
    Position end = tail.end();
    CompletableFuture<Page> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return tail.after(end, 10, 20_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    // When
    add(1, 1);
    // Then
    assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
    assertThat(waiting.join().texts()).containsExactly("n-1");
    assertThat(tail.after(tail.end(), 10, 20).texts()).isEmpty();
  }

  @Test
  void a_position_of_an_earlier_run_begins_with_the_oldest() throws Exception {
    // Given
    add(1, 2);
    // When
    Page page = tail.after(Position.parse("00000000.77"), 10, 0);
    // Then
    assertThat(page.texts()).containsExactly("n-1", "n-2");
    assertThat(page.missed()).isZero();
    assertThat(tail.after(new Position(tail.end().run(), 99), 10, 0).next()).isEqualTo(tail.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1",
        "0000000g.1",
        "00000000.",
        "00000000.-1",
        "00000000.1e3",
        "00000000.1111111111111111111",
        "000000000.1"
      })
  void what_is_no_position_is_refused(String text) {
    assertThatThrownBy(() -> Position.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void add(NotificationTail tail, String text) {
    tail.addAll(List.of(new SpoolEntry(text, WorkbinLane.NONE)));
  }
}
