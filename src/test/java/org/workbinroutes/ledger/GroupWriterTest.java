package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.workbinroutes.ledger.GroupWriter.Pending;
import org.workbinroutes.placement.Ledger;

@Timeout(120)
class GroupWriterTest {
  private final List<Integer> groups = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Integer>> submitted = new ArrayList<>();
  private final CountDownLatch firstIsBeingWritten = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Notes the size of each group; the first is held until the test lets it go. */
  private void write(List<Pending<?>> group) {
    groups.add(group.size());
    firstIsBeingWritten.countDown();
    try {
      assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    WorkingSet nothing = new WorkingSet(List.of());
    group.forEach(pending -> pending.applyTo(nothing).run());
  }

  @Test
  void whatComesWhileAGroupIsWrittenIsTheNextGroup() throws Exception {
    try (GroupWriter writer = new GroupWriter("test", 100, 8, Duration.ofHours(1), this::write)) {
      // Given
      CompletableFuture<Integer> first = writer.submit(telling(0));
      firstIsBeingWritten.await();

      // When
      List<CompletableFuture<Integer>> next = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        next.add(writer.submit(telling(i)));
      }
      assertThat(writer.waiting()).isEqualTo(10);
      goOn.countDown();

      // Then
      assertThat(first.get()).isZero();
      for (int i = 1; i <= 10; i++) {
        assertThat(next.get(i - 1).get()).isEqualTo(i);
      }
      assertThat(groups).as("at most 8 at once").containsExactly(1, 8, 2);
    }
  }

  @Test
  void aChangeOfManyRowsFillsAGroupAlone() throws Exception {
    try (GroupWriter writer = new GroupWriter("test", 100, 8, Duration.ofHours(1), this::write)) {
      // Given
      CompletableFuture<Integer> first = writer.submit(telling(0));
      firstIsBeingWritten.await();

      // When
      CompletableFuture<Integer> large =
          writer.submit(
              new Telling(1) {
                @Override
                public Collection<String> ids() {
                  return List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
                }
              });
      CompletableFuture<Integer> last = writer.submit(telling(2));
      goOn.countDown();

      // Then
      assertThat(first.get() + large.get() + last.get()).isEqualTo(3);
      assertThat(groups).containsExactly(1, 1, 1);
    }
  }

  @Test
  void whoComesToAFullQueueWaits() throws Exception {
    try (GroupWriter writer = new GroupWriter("test", 2, 8, Duration.ofHours(1), this::write)) {
      // Given
      submitted.add(writer.submit(telling(0)));
      firstIsBeingWritten.await();
      submitted.add(writer.submit(telling(1)));
      submitted.add(writer.submit(telling(2)));

      // When
      CompletableFuture<Integer> late = new CompletableFuture<>();
      Thread caller = new Thread(() -> late.complete(writer.submit(telling(3)).join()));
      caller.start();

      // Then
      await().until(() -> caller.getState() == Thread.State.WAITING);
      assertThat(writer.waiting()).isEqualTo(2);
      goOn.countDown();
      assertThat(late.get(60, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(submitted).allSatisfy(future -> assertThat(future).isCompleted());
    }
  }

  @Test
  void aChangeThatThrowsFailsAlone() throws Exception {
    try (GroupWriter writer = new GroupWriter("test", 100, 8, Duration.ofHours(1), this::write)) {
      goOn.countDown();

      CompletableFuture<Integer> bad =
          writer.submit(
              new Telling(0) {
                @Override
                public Integer apply(WorkingSet rows) {
                  throw new IllegalArgumentException("unknown");
                }
              });
      CompletableFuture<Integer> good = writer.submit(telling(1));

      assertThat(good.get()).isEqualTo(1);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(bad::get)
          .withMessageContaining("unknown");
    }
  }

  @Test
  void aWriterSurvivesWhateverItsWorkThrows() {
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    try (GroupWriter writer =
        new GroupWriter(
            "test",
            100,
            8,
            Duration.ofHours(1),
            group -> {
              sizes.add(group.size());
              throw new AssertionError("out of luck");
            })) {
      for (int i = 0; i < 2; i++) {
        CompletableFuture<Integer> told = writer.submit(telling(i));

        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(told::get)
            .withMessageContaining("out of luck");
      }
      assertThat(sizes).containsExactly(1, 1);
    }
  }

  @Test
  void anEmptyGroupIsWrittenWhileNothingComes() {
    try (GroupWriter writer =
        new GroupWriter("test", 100, 8, Duration.ofMillis(1), group -> groups.add(group.size()))) {
      await().atMost(Duration.ofMinutes(1)).until(() -> groups.size() > 2);

      assertThat(groups).containsOnly(0);
      assertThat(writer.waiting()).isZero();
    }
  }

  @Test
  void whatWaitsIsWrittenBeforeItCloses() throws Exception {
    // Given
    GroupWriter writer = new GroupWriter("test", 100, 8, Duration.ofHours(1), this::write);
    submitted.add(writer.submit(telling(0)));
    firstIsBeingWritten.await();
    CompletableFuture<Integer> waiting = writer.submit(telling(1));

    // When
    goOn.countDown();
    writer.close();

    // Then
    assertThat(waiting).isCompletedWithValue(1);
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> writer.submit(telling(2)))
        .withMessageContaining("closed");
  }

  @Test
  void aStepThatWouldMakeTheWriterWaitForItselfIsRefused() throws Exception {
    try (GroupWriter writer = new GroupWriter("test", 100, 8, Duration.ofHours(1), this::write)) {
      // Given
      CompletableFuture<Integer> first = writer.submit(telling(0));
      CompletableFuture<Throwable> refused =
          first.handle(
              (told, e) -> {
                try {
                  return writer.submit(telling(1)).handle((r, x) -> x).join();
                } catch (IllegalStateException expected) {
                  return expected;
                }
              });

      // When
      goOn.countDown();

      // Then
      Throwable thrown = refused.get();
      assertThatIllegalStateException()
          .isThrownBy(
              () -> {
                throw thrown;
              })
          .withMessageContaining("executor");
    }
  }

  private static Telling telling(int number) {
    return new Telling(number);
  }

  private static class Telling implements Change<Integer> {
    private final int number;

    Telling(int number) {
      this.number = number;
    }

    @Override
    public Collection<String> ids() {
      return List.of();
    }

    @Override
    public Integer apply(WorkingSet rows) {
      return number;
    }
  }
}
