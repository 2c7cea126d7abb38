package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.workbinroutes.ledger.Requests.BILLING;
import static org.workbinroutes.ledger.Requests.request;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;

class SqliteLedgerTest extends LedgerContract {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("data/ledger/ledger.db");
  }

  @Override
  LedgerSettings settings() {
    return LedgerSettings.at("jdbc:sqlite:" + file());
  }

  @Test
  void everythingIsThereAfterARestart() {
    // Given
    Placement accepted = accept("accepted", 16L);
    send("sent");
    InLedger.receive(ledger, request("received"), "test");

    // When
    closeLedger();
    ledger = Ledgers.open(settings().withClock(clock));

    // Then
    assertThat(ledger.find("accepted")).contains(accepted);
    assertThat(ledger.history("accepted")).hasSize(2);
    assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, 2L);
    assertThat(ids(ledger.claim(10)))
        .as("free at once, though their leases have not ended")
        .containsExactlyInAnyOrder("sent", "received");
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-sent", null)).hasSize(1);
  }

  @Test
  void theHistoryOfAnOlderLedgerIsKept() throws SQLException {
    // Given
    String url = "jdbc:sqlite:" + folder.resolve("old.db");

    // Then
    OlderLedger.keepsItsHistory(url, "sqlite");
  }

  @Test
  void whatWasSentIsFoundByAnIndexInALedgerOfTheFirstVersionToo() throws SQLException {
    // Given
    String url = "jdbc:sqlite:" + folder.resolve("first.db");
    OlderLedger.make(url, "sqlite", "1");

    // When
    Ledgers.open(LedgerSettings.at(url)).close();

    // Then
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet plan =
            statement.executeQuery(
                "EXPLAIN QUERY PLAN " + SqlRows.selectSent(2).replace("?", "'x'"))) {
      List<String> steps = new ArrayList<>();
      while (plan.next()) {
        steps.add(plan.getString("detail"));
      }
      assertThat(steps)
          .anyMatch(step -> step.startsWith("SEARCH p USING INDEX workbin_placement_interaction"))
          .noneMatch(step -> step.startsWith("SCAN p"));
    }
  }

  @ParameterizedTest(name = "the folder for temporary files is {0}")
  @ValueSource(strings = {"there", "missing"})
  void aKilledProcessLeavesNoLibraryBehindAndNeedsNoTemporaryFolder(String kind) throws Exception {
    // Given
    Path temporary = folder.resolve(kind);
    if (kind.equals("there")) {
      Files.createDirectory(temporary);
    }
    Path ledgers = folder.resolve("ledgers");

    // When
    assertThat(killed(temporary, ledgers.resolve("ledger.db"))).endsWith(" .");

    // Then
    assertThat(Objects.requireNonNullElse(temporary.toFile().list(), new String[0])).isEmpty();
    assertThat(ledgers.toFile().list())
        .noneMatch(name -> name.contains("sqlite") || name.endsWith(".lib"));
  }

  @Test
  void whereTheLibraryCannotLieBesideTheLedgerTheTemporaryFolderServes() throws Exception {
    // Given
    Path ledgers = Files.createDirectory(folder.resolve("ledgers"));
    Files.createFile(ledgers.resolve("ledger.db.lib"));
    Path temporary = Files.createDirectory(folder.resolve("there"));

    // Then
    assertThat(killed(temporary, ledgers.resolve("ledger.db"))).endsWith(" .");
    assertThat(temporary.toFile().list()).isNotEmpty();
  }

  /** Starts a process that writes to a ledger, kills it, and tells what it acknowledged first. */
  private static String killed(Path temporary, Path file) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                LedgerVictim.class.getName(),
                "jdbc:sqlite:" + file)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      // the log goes there too
      return out.lines().filter(line -> line.endsWith(" .")).findFirst().orElse("");
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatWasAcknowledgedIsThereAfterTheProcessWasKilled() throws Exception {
    for (int round = 0; round < 2; round++) {
      // Given
      Path killed = folder.resolve("killed-" + round + "/ledger.db");
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LedgerVictim.class.getName(),
                  "jdbc:sqlite:" + killed)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();

      // When
      List<String> acknowledged = new ArrayList<>();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        String line = out.readLine();
        while (line != null) {
          acknowledged.add(line);
          if (acknowledged.size() == 500 * (round + 1)) {
            child.destroyForcibly();
          }
          line = out.readLine();
        }
      } catch (IOException e) {
        // The pipe can break before its end is read: what was read is what counts.
        assertThat(acknowledged).hasSizeGreaterThan(400);
      }
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

      // Then
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(500 * (round + 1));
      try (Ledger survivor = Ledgers.open(LedgerSettings.at("jdbc:sqlite:" + killed))) {
        for (String line : acknowledged) {
          if (!line.endsWith(" .")) {
            continue; // cut off by the kill
          }
          Optional<Placement> placement = survivor.find(line.substring(0, line.indexOf(' ')));
          assertThat(placement).as(line).isPresent();
          if (line.endsWith(" accepted .")) {
            assertThat(placement.orElseThrow().state()).isEqualTo(PlacementState.ACCEPTED);
          }
        }
        long rows = survivor.counts().values().stream().mapToLong(Long::longValue).sum();
        assertThat(rows).isEqualTo(count(killed, "workbin_placement"));
      }
    }
  }

  @Test
  void aSecondProcessIsKeptOut() {
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> Ledgers.open(settings()))
        .withMessageContaining("used by another process");
  }

  @Test
  void itsFolderIsForItsOwnerOnly() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void eachCommitIsSynced() throws Exception {
    // The file's own setting; what each connection of the writer sets is seen in the pragma below.
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    try (HikariDataSource pool = new HikariDataSource(writerOfAnotherFile());
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet synchronous = statement.executeQuery("PRAGMA synchronous")) {
      assertThat(synchronous.getInt(1)).as("2 is FULL").isEqualTo(2);
    }
  }

  private HikariConfig writerOfAnotherFile() {
    try (SqliteEngine engine = new SqliteEngine("jdbc:sqlite:" + folder.resolve("other.db"))) {
      return engine.writer();
    }
  }

  @Test
  void aRowThatCannotBeReadFailsAloneAndIsTold() throws Exception {
    // Given
    accept("good", 1L);
    send("edited");
    execute("UPDATE workbin_placement SET request = '{\"secret\":1}' WHERE request_id = 'edited'");

    // When
    List<Object> outcomes =
        inParallel(
            16,
            thread -> {
              if (thread % 4 != 0) {
                return InLedger.receive(ledger, request("R-" + thread), "test").kind();
              }
              try {
                return ledger.accepted("edited", 1L);
              } catch (Ledger.UnavailableException e) {
                return e.getMessage();
              }
            });

    // Then
    assertThat(outcomes).filteredOn(Ledger.Entry.Kind.NEW::equals).hasSize(12);
    assertThat(outcomes)
        .filteredOn(String.class::isInstance)
        .hasSize(4)
        .allSatisfy(m -> assertThat((String) m).contains("was it edited").doesNotContain("secret"));
  }

  @Test
  void aToolThatWritesToTheFileHarmsNobody() throws Exception {
    // Given
    InLedger.receive(ledger, request("R"), "test");

    // When
    List<Integer> written =
        inParallel(
            3,
            thread -> {
              int n = 0;
              if (thread == 0) {
                try (Connection tool = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = tool.createStatement()) {
                  statement.execute("PRAGMA busy_timeout = 10000");
                  for (; n < 100; n++) {
                    statement.execute(
                        "UPDATE workbin_placement SET source = 'tool' WHERE request_id = 'R'");
                  }
                }
                return n;
              }
              for (; n < 200; n++) {
                InLedger.receive(ledger, request("R-" + thread + "-" + n), "test");
                ledger.sending("R-" + thread + "-" + n);
              }
              return n;
            });

    // Then
    assertThat(written).containsExactly(100, 200, 200);
    assertThat(ledger.find("R").orElseThrow().source()).isEqualTo("tool");
    assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, 401L);
  }

  @Test
  void aFailureToWriteIsToldToTheCallerAndTheHealthCheckUntilItIsOver() throws Exception {
    // Given
    execute("ALTER TABLE workbin_placement_count RENAME TO gone");

    // Then
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> InLedger.receive(ledger, request("R"), "test"));
    assertThat(ledger.health().problem()).contains("could not be written");
    assertThat(ledger.find("R")).isEmpty();

    // When
    execute("ALTER TABLE gone RENAME TO workbin_placement_count");

    // Then
    assertThat(InLedger.receive(ledger, request("R"), "test").kind())
        .isEqualTo(Ledger.Entry.Kind.NEW);
    assertThat(ledger.health().isUp()).isTrue();
  }

  @Test
  void aClosedLedgerTakesNothing() {
    ledger.close();

    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> InLedger.receive(ledger, request("R"), "test"))
        .withMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file:x.db",
        "jdbc:sqlite:x.db?synchronous=OFF",
        "jdbc:h2:x",
        "sqlite"
      })
  void aUrlThatNamesNoSafeLedgerIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ledgers.open(LedgerSettings.at(url)))
        .withMessageContaining("workbin.ledger");
  }

  private String pragma(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      return result.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute(sql);
    }
  }

  private static long count(Path file, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return result.getLong(1);
    }
  }
}
