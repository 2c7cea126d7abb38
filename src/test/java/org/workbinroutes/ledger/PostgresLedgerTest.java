package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.workbinroutes.ledger.Requests.BILLING;
import static org.workbinroutes.ledger.Requests.request;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.outage.SmallDisk;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Ledger.Entry;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;

/** The contract, and what several nodes that share a ledger can rely on. */
class PostgresLedgerTest extends LedgerContract {
  private String url;
  private Ledger other;

  @Override
  LedgerSettings settings() throws SQLException {
    url = PostgresServer.shared().newSchema();
    return LedgerSettings.at(url).withNode("node-1");
  }

  @BeforeEach
  void openOtherNode() {
    other = Ledgers.open(node("node-2"));
  }

  @AfterEach
  void closeOtherNode() {
    other.close();
  }

  private LedgerSettings node(String name) {
    return LedgerSettings.at(url).withNode(name).withClock(clock).withLease(LEASE);
  }

  @Test
  void theHistoryOfAnOlderLedgerIsKept() throws SQLException {
    OlderLedger.keepsItsHistory(PostgresServer.shared().newSchema(), "postgresql");
  }

  @Test
  void whatWasSentIsFoundByAnIndex() throws SQLException {
    // Given
    IntStream.range(0, 100).parallel().forEach(i -> send("R-" + i));
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      // a table of so few rows is read faster from end to end
      statement.execute("SET enable_seqscan = off");

      // When
      List<String> plan = new ArrayList<>();
      try (ResultSet steps =
          statement.executeQuery("EXPLAIN " + SqlRows.selectSent(2).replace("?", "'x'"))) {
        while (steps.next()) {
          plan.add(steps.getString(1));
        }
      }

      // Then
      assertThat(plan).anyMatch(step -> step.contains("workbin_placement_interaction"));
    }
  }

  @Test
  void aFreshLedgerIsNotReadFromEndToEndForEachGroup() throws Exception {
    // When
    inParallel(
        8, thread -> IntStream.range(0, 50).mapToObj(i -> send("R-" + thread + "-" + i)).toList());

    // Then
    await()
        .until(
            () -> {
              // a session tells of its scans at the end of a transaction, once a second
              InLedger.receive(ledger, request("R-0-0"), "test");
              return scans("n_tup_ins") == 400;
            });
    assertThat(scans("idx_scan")).isGreaterThan(100);
    // those of the migrations
    assertThat(scans("seq_scan")).isLessThan(20);
  }

  private long scans(String column) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT "
                    + column
                    + " FROM pg_stat_user_tables WHERE relname = 'workbin_placement'"
                    + " AND schemaname = current_schema()")) {
      result.next();
      return result.getLong(1);
    }
  }

  @Test
  void ofTwoNodesOneIsFirstWithARequestId() throws Exception {
    // Given
    int requests = 100;

    // When
    List<List<Entry.Kind>> kinds =
        inParallel(
            8,
            thread -> {
              Ledger node = thread % 2 == 0 ? ledger : other;
              // Odd threads come from the other end, so that the nodes meet in many ways.
              return IntStream.range(0, requests)
                  .map(i -> thread % 4 < 2 ? i : requests - 1 - i)
                  .mapToObj(i -> InLedger.receive(node, request("R-" + i), "test").kind())
                  .toList();
            });

    // Then
    requireEachEnteredOnce(kinds, requests);
    assertThat(other.counts()).containsEntry(PlacementState.RECEIVED, (long) requests);
  }

  @Test
  void ofTwoNodesThatEnterTheSameManyEachIsEnteredOnceWhicheverWasFaster() throws Exception {
    // Given
    int requests = 500;

    // When
    List<List<Entry.Kind>> kinds =
        inParallel(
            2,
            thread -> {
              Ledger node = thread == 0 ? ledger : other;
              List<CompletableFuture<Entry>> entered =
                  IntStream.range(0, requests)
                      // the other from its end, so that groups overlap in part
                      .map(i -> thread == 0 ? i : requests - 1 - i)
                      .mapToObj(i -> node.receive(request("R-" + i), "test", Ledger.Mode.CLAIM))
                      .toList();
              return entered.stream().map(entry -> entry.join().kind()).toList();
            });

    // Then
    requireEachEnteredOnce(kinds, requests);
    assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, (long) requests);
    assertThat(ledger.history("R-250")).hasSize(1);
  }

  private static void requireEachEnteredOnce(List<List<Entry.Kind>> kinds, int requests) {
    assertThat(kinds.stream().flatMap(List::stream).filter(kind -> kind == Entry.Kind.NEW))
        .hasSize(requests);
    assertThat(kinds.stream().flatMap(List::stream)).doesNotContain(Entry.Kind.CONFLICT);
  }

  @Test
  void aNodeConfirmsWhatAnotherSent() {
    accept("R", 16L);

    assertThat(InLedger.confirm(other, BILLING, "ixn-R", null)).hasSize(1);
    assertThat(ledger.accepted("R", 16L).state()).isEqualTo(PlacementState.CONFIRMED);
  }

  @Test
  void answersAndNotificationsOfDifferentNodesNeverTakeAPlacementBack() throws Exception {
    // Given
    int placements = 100;
    IntStream.range(0, placements).parallel().forEach(i -> send("R-" + i));

    // When
    List<List<Placement>> seen =
        inParallel(
            4,
            thread ->
                IntStream.range(0, placements)
                    .mapToObj(
                        i ->
                            switch (thread) {
                              case 0 -> ledger.accepted("R-" + i, (long) i);
                              case 1 -> first(InLedger.confirm(other, BILLING, "ixn-R-" + i, null));
                              case 2 -> ledger.failed("R-" + i, "time-out");
                              default ->
                                  first(InLedger.confirm(ledger, BILLING, "ixn-R-" + i, null));
                            })
                    .toList());

    // Then
    assertThat(ledger.counts())
        .containsEntry(PlacementState.CONFIRMED, (long) placements)
        .containsEntry(PlacementState.RECEIVED, 0L)
        .containsEntry(PlacementState.ACCEPTED, 0L)
        .containsEntry(PlacementState.FAILED, 0L);
    for (int i = 0; i < placements; i++) {
      assertThat(seen.get(1).get(i) != null ^ seen.get(3).get(i) != null)
          .as("exactly one of two notifications confirmed R-" + i)
          .isTrue();
    }
  }

  private static Placement first(List<Placement> placements) {
    return placements.isEmpty() ? null : placements.get(0);
  }

  @Test
  void aNodeLeavesAloneWhatAnotherWorksOn() {
    // Given
    InLedger.receive(ledger, request("R"), "test");

    // Then
    assertThat(other.claim(10)).isEmpty();
    assertThatExceptionOfType(Ledger.NotOpenException.class)
        .isThrownBy(() -> other.sending("R"))
        .withMessageContaining("node-1");
  }

  @Test
  void aNodeThatWasSilentForTooLongLosesItsClaimAndMayNotSendAnyMore() {
    // Given
    send("R");
    clock.advance(LEASE);

    // When
    List<Placement> claimed = other.claim(10);

    // Then
    assertThat(claimed).extracting(Placement::attempts).containsExactly(1);
    assertThat(other.sending("R").attempts()).isEqualTo(2);
    assertThatExceptionOfType(Ledger.NotOpenException.class)
        .isThrownBy(() -> ledger.sending("R"))
        .withMessageContaining("node-2");
    assertThat(ledger.accepted("R", 7L).state())
        .as("a late answer is still the truth")
        .isEqualTo(PlacementState.ACCEPTED);
  }

  @Test
  void aNodeThatLostItsClaimDoesNotEndWhatAnotherWorksOn() {
    // Given
    send("R");
    clock.advance(LEASE);
    other.claim(10);

    // Then
    assertThat(ledger.failed("R", "used up").state()).isEqualTo(PlacementState.RECEIVED);
    assertThat(ledger.rejected("R", "refused").state()).isEqualTo(PlacementState.RECEIVED);
    assertThat(other.sending("R").attempts()).isEqualTo(2);
    assertThat(other.failed("R", "used up").state()).isEqualTo(PlacementState.FAILED);
  }

  @Test
  void ofTwoNodesThatClaimAtOnceEachPlacementGoesToOne() throws Exception {
    // Given
    int placements = 100;
    IntStream.range(0, placements)
        .parallel()
        .forEach(i -> InLedger.receive(ledger, request("R-" + i), "test"));
    clock.advance(LEASE);

    // When
    List<List<String>> claims =
        inParallel(
            4,
            thread -> {
              Ledger node = thread % 2 == 0 ? ledger : other;
              List<String> mine = new ArrayList<>();
              for (List<Placement> next = node.claim(7); !next.isEmpty(); next = node.claim(7)) {
                mine.addAll(ids(next));
              }
              return mine;
            });

    // Then
    assertThat(claims.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    List<String> rest = ids(ledger.claim(1_000));
    assertThat(claims.stream().mapToInt(List::size).sum() + rest.size()).isEqualTo(placements);
  }

  @Test
  void aNodeThatRestartsTakesItsOwnWorkUpAtOnceAndNobodyElses() {
    // Given
    InLedger.receive(ledger, request("mine"), "test");
    InLedger.receive(other, request("others"), "test");

    // When
    closeLedger();
    ledger = Ledgers.open(node("node-1"));

    // Then
    assertThat(ids(ledger.claim(10))).containsExactly("mine");
    assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, 2L);
  }

  @Test
  void aNodeOfTheSameNameLeavesAloneWhatTheOtherWorksOn() {
    // Given: two nodes that were given the same name
    InLedger.receive(ledger, request("R"), "test");

    // When
    try (Ledger namesake = Ledgers.open(node("node-1"))) {
      // Then
      assertThat(namesake.claim(10)).isEmpty();
      assertThatExceptionOfType(Ledger.NotOpenException.class)
          .isThrownBy(() -> namesake.sending("R"));
      assertThat(ledger.sending("R").attempts()).isEqualTo(1);
    }
  }

  @Test
  void aNodeOfTheSameNameIsKnownToLiveAfterItsConnectionsBroke() throws Exception {
    // Given
    InLedger.receive(ledger, request("R"), "test");
    PostgresServer.execute(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'workbin-routes' AND pid <> pg_backend_pid()");
    assertThat(InLedger.receive(ledger, request("R-2"), "test").kind()).isEqualTo(Entry.Kind.NEW);

    // When
    try (Ledger namesake = Ledgers.open(node("node-1"))) {
      // Then
      assertThat(namesake.claim(10)).isEmpty();
    }
  }

  @Test
  void connectionsThatBreakAreMadeAnew() throws Exception {
    // Given
    InLedger.receive(ledger, request("R-1"), "test");

    // When
    PostgresServer.execute(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'workbin-routes' AND pid <> pg_backend_pid()");

    // Then
    assertThat(InLedger.receive(ledger, request("R-2"), "test").kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(ledger.find("R-1")).isPresent();
    assertThat(ledger.health().isUp()).isTrue();
  }

  /** A primary that became a standby keeps its old connections, which stay read-only for good. */
  @Test
  void aConnectionThatMustOnlyReadIsReplaced() throws Exception {
    // Given
    PostgresServer.execute(url, "CREATE ROLE failover SUPERUSER LOGIN");
    try (Ledger failover =
        Ledgers.open(LedgerSettings.at(url.replace("user=postgres", "user=failover")))) {
      InLedger.receive(failover, request("R-1"), "test");

      // When
      PostgresServer.execute(url, "ALTER ROLE failover SET default_transaction_read_only = on");
      PostgresServer.execute(
          url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'failover'");

      // Then
      assertThatExceptionOfType(Ledger.UnavailableException.class)
          .isThrownBy(() -> InLedger.receive(failover, request("R-2"), "test"))
          .withMessageContaining("read-only");
      assertThat(failover.health().isUp()).isFalse();

      // When
      PostgresServer.execute(url, "ALTER ROLE failover RESET default_transaction_read_only");

      // Then
      // the pool may have made another connection in between, which must be replaced as well
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(Ledger.UnavailableException.class)
          .until(() -> InLedger.receive(failover, request("R-2"), "test").kind() == Entry.Kind.NEW);
      assertThat(failover.health().isUp()).isTrue();
    } finally {
      PostgresServer.execute(url, "DROP ROLE failover");
    }
  }

  @Test
  void itIsWrittenAgainWhenTheServerHasRoomOnItsDisk() throws Exception {
    // Given
    Path folder = Files.createTempDirectory("workbin-tablespace");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 4)) {
      PostgresServer.giveToServer(disk.folder());
      PostgresServer.execute(url, "CREATE TABLESPACE small LOCATION '" + disk.folder() + "'");
      PostgresServer.execute(url, "ALTER TABLE workbin_placement SET TABLESPACE small");
      InLedger.receive(ledger, request("before"), "test");
      disk.fill();

      // When
      List<String> received = new ArrayList<>();
      for (int i = 0; ledger.health().isUp(); i++) {
        try {
          InLedger.receive(ledger, request("R-" + i), "test");
          received.add("R-" + i);
        } catch (Ledger.UnavailableException full) {
          assertThat(full).hasMessageContaining("could not extend file");
        }
      }
      disk.free();

      // Then
      assertThat(InLedger.receive(ledger, request("after"), "test").kind())
          .isEqualTo(Entry.Kind.NEW);
      assertThat(ledger.health().isUp()).isTrue();
      assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, received.size() + 2L);
      ledger.close();
      other.close();
      PostgresServer.execute(url, "DROP TABLE workbin_placement CASCADE");
      PostgresServer.execute(url, "DROP TABLESPACE small");
    }
  }

  @Test
  void aRowThatTheDatabaseRefusesIsNotToldInTheError() throws Exception {
    // Given
    PostgresServer.execute(
        url, "ALTER TABLE workbin_placement ADD CHECK (interaction_id <> 'ixn-secret')");

    // Then
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> InLedger.receive(ledger, request("secret"), "test"))
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.getMessage()).contains("check").doesNotContain("secret");
              }
            });
  }

  @Test
  void commitsAreSyncedThoughTheServerIsSetToAcknowledgeEarly() throws Exception {
    // Given
    String lax = url + "&options=-c%20synchronous_commit=off";

    // When
    try (HikariDataSource pool =
            new HikariDataSource(new PostgresEngine(LedgerSettings.at(lax)).writer());
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet setting = statement.executeQuery("SHOW synchronous_commit")) {
      // Then
      assertThat(setting.next()).isTrue();
      assertThat(setting.getString(1)).isEqualTo("on");
    }
  }

  @Test
  void aServerThatCannotBeReachedIsToldWithTheKeysToLookAt() {
    LedgerSettings nowhere = LedgerSettings.at("jdbc:postgresql://127.0.0.1:1/x?user=nobody");

    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> Ledgers.open(nowhere.withLease(Duration.ofSeconds(1))))
        .withMessageContaining("workbin.ledger");
  }
}
