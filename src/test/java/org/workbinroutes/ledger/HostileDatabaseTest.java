package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.workbinroutes.ledger.Requests.BILLING;
import static org.workbinroutes.ledger.Requests.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.SubscriptionBoard;

/** A ledger in a PostgreSQL database that another user may log in to as well. */
class HostileDatabaseTest {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private String superuser;
  private String ledgers;
  private String intruder;

  @BeforeEach
  void makeDatabase() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    server.addUsers("ledgers", "intruder");
    superuser = server.newDatabase("hostile_" + DATABASES.incrementAndGet());
    ledgers = superuser.replace("user=postgres", "user=ledgers");
    intruder = superuser.replace("user=postgres", "user=intruder");
  }

  private static void run(String url, String... statements) throws SQLException {
    for (String statement : statements) {
      PostgresServer.execute(url, statement);
    }
  }

  private static List<String> rows(String url, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  /** Has everybody who runs them write his name down; they fit better than the system's own. */
  private void plantFunctions() throws SQLException {
    run(
        intruder,
        "CREATE TABLE public.loot (who text)",
        "GRANT INSERT ON public.loot TO PUBLIC",
        "CREATE FUNCTION public.hashtextextended(text, integer) RETURNS bigint LANGUAGE plpgsql"
            + " AS $$ BEGIN INSERT INTO public.loot VALUES (current_user); RETURN 1; END $$",
        "CREATE FUNCTION public.alike(text, varchar) RETURNS boolean LANGUAGE plpgsql"
            + " AS $$ BEGIN INSERT INTO public.loot VALUES (current_user);"
            + " RETURN $1 OPERATOR(pg_catalog.=) $2::text; END $$",
        "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = varchar, FUNCTION = public.alike)");
  }

  @Test
  void noFunctionOfAnotherUserIsRun() throws SQLException {
    // Given
    run(
        superuser,
        "CREATE SCHEMA ledgers AUTHORIZATION ledgers",
        "GRANT CREATE ON SCHEMA public TO PUBLIC");
    plantFunctions();

    // When
    try (Ledger ledger = Ledgers.open(LedgerSettings.at(ledgers));
        SubscriptionBoard board = new PostgresSubscriptionBoard(LedgerSettings.at(ledgers))) {
      InLedger.receive(ledger, request("R-1"), "test");
      ledger.sending("R-1");
      ledger.accepted("R-1", 1L);
      assertThat(InLedger.confirm(ledger, BILLING, "ixn-R-1", null)).hasSize(1);
      assertThat(ledger.find("R-1")).isPresent();
      board.want(BILLING);
      assertThat(board.all()).hasSize(1);
    }

    // Then
    assertThat(rows(superuser, "SELECT who FROM public.loot")).isEmpty();
    assertThat(rows(superuser, "SELECT state FROM ledgers.workbin_placement"))
        .containsExactly("CONFIRMED");
  }

  @Test
  void aSchemaThatEverybodyMayChangeGetsNoLedgerAndAnOldOneIsToldOf() throws SQLException {
    // Given
    run(superuser, "GRANT CREATE ON SCHEMA public TO PUBLIC");

    // Then
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> Ledgers.open(LedgerSettings.at(ledgers)))
        .withMessageContaining("No ledger is made here")
        .withMessageContaining("REVOKE CREATE ON SCHEMA public FROM PUBLIC");

    // When
    run(
        superuser,
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT CREATE ON SCHEMA public TO ledgers");
    Ledgers.open(LedgerSettings.at(ledgers)).close();
    run(superuser, "GRANT CREATE ON SCHEMA public TO PUBLIC");
    try (CapturedLog log = CapturedLog.ofAll()) {
      Ledgers.open(LedgerSettings.at(ledgers)).close();

      // Then
      assertThat(log.lines().toString())
          .contains("every user of the database may make objects in the schema public");
    }
  }

  @Test
  void aLedgerThatAnotherUserHasPutThereIsNotUsed() throws SQLException {
    // Given
    run(superuser, "GRANT CREATE ON SCHEMA public TO PUBLIC");
    run(
        intruder,
        "CREATE TABLE workbin_schema_history (version text, success boolean)",
        "INSERT INTO workbin_schema_history VALUES ('4', true)",
        "GRANT ALL ON workbin_schema_history TO PUBLIC");

    // Then
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> Ledgers.open(LedgerSettings.at(ledgers)))
        .withMessageContaining("workbin_schema_history of intruder");
  }

  @Test
  void theRightsInTheDocumentsSufficeAndNobodyElseGetsIn() throws Exception {
    // Given
    String database = "hostile_" + DATABASES.get();
    for (String statement : documented()) {
      String here =
          statement.replace("DATABASE workbin", "DATABASE " + database).replace("'...'", "'x'");
      run(
          superuser,
          here.replace("CREATE DATABASE " + database, "ALTER DATABASE " + database)
              .replace(" OWNER workbin_owner", " OWNER TO workbin_owner"));
      if (here.startsWith("CREATE SCHEMA")) {
        String owner = superuser.replace("user=postgres", "user=workbin_owner");
        Ledgers.open(LedgerSettings.at(owner)).close();
        new PostgresSubscriptionBoard(LedgerSettings.at(owner)).close();
      }
    }
    String user = superuser.replace("user=postgres", "user=workbin");

    // When
    try (Ledger ledger = Ledgers.open(LedgerSettings.at(user));
        SubscriptionBoard board = new PostgresSubscriptionBoard(LedgerSettings.at(user))) {
      InLedger.receive(ledger, request("R-1"), "test");
      ledger.sending("R-1");
      ledger.accepted("R-1", 1L);
      assertThat(InLedger.confirm(ledger, BILLING, "ixn-R-1", null)).hasSize(1);
      assertThat(ledger.find("R-1").map(Placement::state)).contains(PlacementState.CONFIRMED);
      assertThat(ledger.counts()).containsEntry(PlacementState.CONFIRMED, 1L);
      board.want(BILLING);
      board.enter(BILLING, SubscriptionBoard.Standing.WANTED);
      assertThat(board.all()).isEqualTo(Map.of(BILLING, SubscriptionBoard.Standing.WANTED));
    }

    // Then
    try (Connection connection = DriverManager.getConnection(user)) {
      assertThat(new PostgresRights(connection).dangers()).isEmpty();
    }
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> run(user, "CREATE TABLE mine (x int)"));
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> run(user, "DROP TABLE workbin_placement"));
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> run(intruder, "SELECT 1"));
  }

  @Test
  void aForgedRowKeepsNoOtherFromBeingTakenUp() throws SQLException {
    // Given
    run(superuser, "CREATE SCHEMA ledgers AUTHORIZATION ledgers");
    LedgerSettings settings = LedgerSettings.at(ledgers);
    try (Ledger ledger = Ledgers.open(settings.withNode("gone"))) {
      for (String id : List.of("R-1", "R-2", "R-3")) {
        InLedger.receive(ledger, request(id), "test");
      }
    }
    run(
        ledgers,
        "UPDATE workbin_placement SET request = '{', owner = NULL, lease_until = NULL"
            + " WHERE request_id = 'R-1'",
        "UPDATE workbin_placement SET owner = NULL, lease_until = NULL"
            + " WHERE request_id <> 'R-1'");

    // When
    try (Ledger ledger = Ledgers.open(settings.withNode("here"));
        CapturedLog log = CapturedLog.ofAll()) {
      List<Placement> claimed = ledger.claim(10);

      // Then
      assertThat(claimed)
          .extracting(placement -> placement.request().requestId())
          .containsExactlyInAnyOrder("R-2", "R-3");
      assertThat(ledger.claim(10)).isEmpty();
      assertThat(log.linesWith("Rows of the ledger are passed over")).hasSize(1);
    }
  }

  /** The statements of docs/scaling.md, each of which ends with its line. */
  private static List<String> documented() throws IOException {
    Matcher block =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/scaling.md")));
    List<String> statements = new ArrayList<>();
    while (block.find()) {
      block
          .group(1)
          .replaceAll("--.*", "")
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(statements::add);
    }
    assertThat(statements).hasSizeGreaterThan(5);
    return statements;
  }

  @Test
  void rightsThatNobodyNeedsAreNamed() throws SQLException {
    try (Connection connection = DriverManager.getConnection(superuser)) {
      assertThat(new PostgresRights(connection).dangers())
          .extracting(PostgresRights.Danger::text)
          .anySatisfy(text -> assertThat(text).contains("is a superuser"))
          .anySatisfy(text -> assertThat(text).contains("other users may connect"));
    }
  }
}
