package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.LedgerView.Step;
import org.workbinroutes.placement.PlacementState;

/** Ledgers of earlier versions. */
final class OlderLedger {
  private static final String ROW =
      "INSERT INTO workbin_placement (request_id, request, digest, source, workbin_id, group_kind,"
          + " group_name, interaction_id, state, attempts, received_at, updated_at, version)"
          + " VALUES (?, ?, 'd', 'test', 'wb', 'agentGroup', 'Billing', 'I', ?, 1, 1000, 3000, 2)";

  private static final String STEP =
      "INSERT INTO workbin_placement_history (request_id, version, at, from_state, to_state, reason)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private OlderLedger() {}

  /** Makes the tables of a version. */
  static void make(String url, String engine, String version) {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:org/workbinroutes/ledger/" + engine)
        .table("workbin_schema_history")
        .target(version)
        .load()
        .migrate();
  }

  /**
   * Makes one whose steps have a table of their own, with two placements, opens it, and looks at
   * their histories.
   */
  static void keepsItsHistory(String url, String engine) throws SQLException {
    make(url, engine, "3");
    try (Connection connection = DriverManager.getConnection(url)) {
      execute(connection, ROW, "A", new RequestCodec().write(Requests.request("A")), "FAILED");
      execute(connection, STEP, "A", 0, 1000L, null, "RECEIVED", null);
      execute(connection, STEP, "A", 1, 2000L, "RECEIVED", "ACCEPTED", null);
      execute(connection, STEP, "A", 2, 3000L, "ACCEPTED", "FAILED", "line\none \\ two\r");
      execute(connection, ROW, "B", new RequestCodec().write(Requests.request("B")), "RECEIVED");
      execute(connection, STEP, "B", 0, 1000L, null, "RECEIVED", null);
    }

    try (Ledger ledger = Ledgers.open(LedgerSettings.at(url))) {
      assertThat(ledger.history("A"))
          .extracting(step -> step.at().toEpochMilli(), Step::from, Step::to, Step::reason)
          .containsExactly(
              tuple(1000L, null, PlacementState.RECEIVED, null),
              tuple(2000L, PlacementState.RECEIVED, PlacementState.ACCEPTED, null),
              tuple(3000L, PlacementState.ACCEPTED, PlacementState.FAILED, "line\none \\ two\r"));
      assertThat(ledger.history("B")).hasSize(1);
      assertThat(ledger.history("C")).isEmpty();
    }
  }

  private static void execute(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}
