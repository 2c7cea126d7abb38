package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

@Timeout(120)
class WorkbinSubscriptionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final GroupWorkbin WORKBIN = workbin(0);
  private static final Duration LONG = Duration.ofDays(1);

  private final SetClock clock = new SetClock();
  private final List<GroupWorkbin> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void aSubscriptionThatIsNeverAcknowledgedIsWaitedForOnceOnAConnection() throws Exception {
    // Given
    WorkbinSubscriptions subscriptions = asking(Runnable::run);
    subscriptions.open();
    Future<Boolean> first = threads.submit(() -> subscriptions.await(WORKBIN, LONG));
    await().atMost(PATIENCE).until(() -> asked.contains(WORKBIN));
    // When
    clock.advance(LONG);
    // Then
    try (CapturedLog log = CapturedLog.ofAll()) {
      assertThat(subscriptions.await(WORKBIN, LONG)).isFalse();
      assertThat(subscriptions.await(WORKBIN, LONG)).isFalse();
      assertThat(log.linesWith("has not acknowledged")).hasSize(1);
    }
    // When
    subscriptions.close();
    subscriptions.open();
    subscriptions.want(WORKBIN);
    Future<Boolean> next = threads.submit(() -> subscriptions.await(WORKBIN, LONG));
    subscriptions.heard(subscribed(WORKBIN, null));
    // Then
    assertThat(next.get()).isTrue();
    first.cancel(true);
  }

  @Test
  void anAcknowledgementBelongsToTheCallWithItsNumberWhateverItNames() throws Exception {
    // Given
    GroupWorkbin spelt = new GroupWorkbin("b0", GroupKind.AGENT_GROUP, "GROUP");
    WorkbinSubscriptions subscriptions = asking(Runnable::run);
    subscriptions.open();
    subscriptions.want(WORKBIN);
    // When
    subscriptions.heard(subscribed(spelt, 7));
    // Then
    assertThat(subscriptions.await(WORKBIN, LONG)).isTrue();
    Notification change = Notification.of(Map.of("id", "b0", "agentGroup", "GROUP"));
    assertThat(subscriptions.received(change).workbin()).isEqualTo(WORKBIN);
    assertThat(subscriptions.received(change).body()).isSameAs(change.body());
  }

  @Test
  void anAcknowledgementCanBeFasterThanTheAnswerThatTellsItsNumber() throws Exception {
    // Given
    List<WorkbinSubscriptions> made = new ArrayList<>();
    WorkbinSubscriptions subscriptions =
        new WorkbinSubscriptions(
            workbin -> {
              made.get(0).heard(subscribed(workbin("b0", "GROUP"), 7));
              return answer(AnswerClass.ACCEPTED);
            },
            Runnable::run,
            List.of(),
            Duration.ZERO,
            clock);
    made.add(subscriptions);
    // When
    subscriptions.open();
    subscriptions.want(WORKBIN);
    // Then
    assertThat(subscriptions.await(WORKBIN, LONG)).isTrue();
  }

  @Test
  void aRefusalNamesThePossibleCausesOnce() throws Exception {
    // Given
    WorkbinSubscriptions subscriptions = answering(AnswerClass.REJECTED);
    subscriptions.open();
    try (CapturedLog log = CapturedLog.ofAll()) {
      // When
      for (int i = 0; i < 10; i++) {
        assertThat(subscriptions.await(WORKBIN, LONG)).isFalse();
      }
      // Then
      assertThat(asked).hasSize(1);
      assertThat(log.linesWith("refused the subscription"))
          .singleElement()
          .asString()
          .contains("api-multimedia", "8.5.103.05", "agent session");
    }
  }

  @Test
  void severalAreAskedForAtOnce() throws Exception {
    // Given
    CountDownLatch together = new CountDownLatch(8);
    WorkbinSubscriptions subscriptions =
        new WorkbinSubscriptions(
            workbin -> {
              together.countDown();
              awaitUninterrupted(together);
              return answer(AnswerClass.ACCEPTED);
            },
            threads,
            workbins(8),
            Duration.ZERO,
            clock);
    // When
    subscriptions.open();
    // Then
    assertThat(together.await(60, TimeUnit.SECONDS)).isTrue();
    subscriptions.awaitAsked(PATIENCE);
  }

  @Test
  void thoseThatPlacementsWaitForAreAskedForFirst() throws Exception {
    // Given
    CountDownLatch first = new CountDownLatch(1);
    ExecutorService one = Executors.newSingleThreadExecutor();
    List<GroupWorkbin> all = workbins(600);
    WorkbinSubscriptions subscriptions =
        new WorkbinSubscriptions(
            workbin -> {
              asked.add(workbin);
              awaitUninterrupted(first);
              return answer(AnswerClass.ACCEPTED);
            },
            one,
            all,
            Duration.ZERO,
            clock);
    subscriptions.open();
    await().atMost(PATIENCE).until(() -> !asked.isEmpty());
    // When
    GroupWorkbin last = all.get(599).equals(asked.get(0)) ? all.get(598) : all.get(599);
    Thread placing = new Thread(() -> waitFor(subscriptions, last));
    placing.start();
    await().atMost(PATIENCE).until(() -> placing.getState() == Thread.State.TIMED_WAITING);
    first.countDown();
    // Then
    await().atMost(PATIENCE).until(() -> asked.size() > 1);
    assertThat(asked.get(1)).isEqualTo(last);
    placing.interrupt();
    one.shutdownNow();
  }

  @Test
  void twoMissedNotificationsInARowHaveAWorkbinSubscribedAgain() {
    // Given
    WorkbinSubscriptions subscriptions = asking(Runnable::run);
    subscriptions.open();
    subscriptions.want(WORKBIN);
    subscriptions.heard(subscribed(WORKBIN, 7));
    clock.advance(Duration.ofMinutes(1));
    Notification change = Notification.of(Map.of("id", "b0", "agentGroup", "group"));
    // When / Then: one is missed, and those from before the subscription do not count
    subscriptions.missed(WORKBIN, Duration.ofSeconds(30));
    subscriptions.received(change);
    subscriptions.missed(WORKBIN, Duration.ofSeconds(30));
    subscriptions.missed(WORKBIN, Duration.ofMinutes(2));
    assertThat(asked).hasSize(1);
    assertThat(subscriptions.silent()).isEmpty();
    // When
    subscriptions.missed(WORKBIN, Duration.ofSeconds(30));
    // Then
    assertThat(asked).hasSize(2);
    assertThat(subscriptions.stage(WORKBIN)).isEqualTo(SubscriptionStage.ASKED);
    assertThat(subscriptions.silent()).containsExactly(WORKBIN);
    // When
    subscriptions.heard(subscribed(WORKBIN, 7));
    subscriptions.received(change);
    // Then
    assertThat(subscriptions.silent()).isEmpty();
  }

  @Test
  void aSubscriptionThatStandsIsRenewedIfThatIsWanted() {
    // Given
    WorkbinSubscriptions subscriptions =
        new WorkbinSubscriptions(
            this::ask, Runnable::run, List.of(WORKBIN), Duration.ofHours(1), clock);
    subscriptions.open();
    subscriptions.heard(subscribed(WORKBIN, 7));
    // When
    clock.advance(Duration.ofMinutes(59));
    subscriptions.renewOverdue();
    assertThat(asked).hasSize(1);
    clock.advance(Duration.ofMinutes(2));
    subscriptions.renewOverdue();
    // Then: nobody waits for it
    assertThat(asked).hasSize(2);
    assertThat(subscriptions.stage(WORKBIN)).isEqualTo(SubscriptionStage.ACKNOWLEDGED);
  }

  @Test
  void placementsIntoABinThatIsNeverAcknowledgedGoOn() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig =
            new GwsRig(gws, configuration -> configuration.setSubscriptionTimeout(3_000))) {
      rig.awaitLive();
      gws.faults().dropSubscriptionConfirmations(Integer.MAX_VALUE);
      // When: each would have waited for three seconds
      for (int i = 0; i < 100; i++) {
        rig.client().add(GwsRig.chat(seedWorkbin("MyAgentGroup"), "I" + i));
      }
      // Then
      rig.awaitItemAdded("I99");
    }
  }

  @Test
  void aGroupInOtherCapitalsIsSubscribedAndNotified() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().groupsIgnoreCase(true).start();
        GwsRig rig =
            new GwsRig(
                gws, configuration -> configuration.setSubscriptionTimeout(LONG.toMillis()))) {
      rig.awaitLive();
      GroupWorkbin spelt = seedWorkbin("myagentgroup");
      // When
      rig.client().add(GwsRig.chat(spelt, "I1"));
      // Then
      rig.awaitItemAdded("I1");
      assertThat(rig.heard).anyMatch(n -> n.isItemAdded() && spelt.equals(n.workbin()));
    }
  }

  private WorkbinSubscriptions asking(Executor executor) {
    return new WorkbinSubscriptions(this::ask, executor, List.of(), Duration.ZERO, clock);
  }

  private WorkbinSubscriptions answering(AnswerClass meaning) {
    return new WorkbinSubscriptions(
        workbin -> {
          asked.add(workbin);
          return answer(meaning);
        },
        Runnable::run,
        List.of(),
        Duration.ZERO,
        clock);
  }

  private GwsAnswer ask(GroupWorkbin workbin) {
    asked.add(workbin);
    return answer(AnswerClass.ACCEPTED);
  }

  private static GwsAnswer answer(AnswerClass meaning) {
    int statusCode = meaning == AnswerClass.ACCEPTED ? 0 : 3;
    return new GwsAnswer(200, statusCode, null, 7L, null, Map.of(), meaning);
  }

  private static Notification subscribed(GroupWorkbin workbin, Integer referenceId) {
    Map<String, Object> body =
        new HashMap<>(
            Map.of(
                "id",
                workbin.id(),
                workbin.kind().wireName(),
                workbin.group(),
                "messageType",
                Notification.SUBSCRIPTION_MESSAGE,
                "stateResource",
                "Subscribed"));
    body.put("referenceId", referenceId);
    return Notification.of(body);
  }

  private static List<GroupWorkbin> workbins(int count) {
    List<GroupWorkbin> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(workbin(i));
    }
    return all;
  }

  private static GroupWorkbin workbin(int number) {
    return workbin("b" + number, "group");
  }

  private static GroupWorkbin workbin(String id, String group) {
    return new GroupWorkbin(id, GroupKind.AGENT_GROUP, group);
  }

  private static GroupWorkbin seedWorkbin(String group) {
    return workbin(SeedData.AGENT_GROUP_BIN.workbinId(), group);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitFor(WorkbinSubscriptions subscriptions, GroupWorkbin workbin) {
    try {
      subscriptions.await(workbin, LONG);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stands still until it is advanced. */
  private static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
