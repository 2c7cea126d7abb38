package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.SubscriptionBoard;

/** The board as a table beside the ledger's. It is made when several nodes first need it. */
public final class PostgresSubscriptionBoard implements SubscriptionBoard {
  private static final int CONNECTIONS = 2;

  /** One at a time: two that make the same table at once fail. */
  private static final String MAKE =
      "SELECT pg_advisory_xact_lock(hashtextextended(coalesce(current_schema(), '')"
          + " || ':workbin-subscription', 0));"
          + " CREATE TABLE IF NOT EXISTS workbin_subscription ("
          + " workbin_id TEXT NOT NULL, group_kind TEXT NOT NULL, group_name TEXT NOT NULL,"
          + " standing TEXT NOT NULL, PRIMARY KEY (workbin_id, group_kind, group_name))";

  private static final String WHERE = " WHERE workbin_id = ? AND group_kind = ? AND group_name = ?";

  private final HikariDataSource pool;

  /**
   * Opens the board.
   *
   * @throws Ledger.UnavailableException if the table cannot be made
   */
  public PostgresSubscriptionBoard(LedgerSettings settings) {
    pool = SqlLedger.pool(new PostgresEngine(settings).shared(), "subscriptions", CONNECTIONS);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      // whoever may not make tables may use one that is there
      if (!new PostgresRights(connection).hasTable("workbin_subscription")) {
        connection.setAutoCommit(false);
        statement.execute(MAKE);
        connection.commit();
      }
    } catch (SQLException e) {
      pool.close();
      throw unavailable(e);
    }
  }

  @Override
  public Standing want(GroupWorkbin workbin) {
    Standing known = find(workbin);
    if (known != null) {
      return known;
    }
    change(
        "INSERT INTO workbin_subscription (standing, workbin_id, group_kind, group_name)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        workbin,
        Standing.WANTED);
    return Standing.WANTED;
  }

  private Standing find(GroupWorkbin workbin) {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT standing FROM workbin_subscription" + WHERE)) {
      set(select, 1, workbin);
      try (ResultSet found = select.executeQuery()) {
        return found.next() ? Standing.valueOf(found.getString(1)) : null;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public Map<GroupWorkbin, Standing> all() {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT workbin_id, group_kind, group_name, standing FROM workbin_subscription");
        ResultSet rows = select.executeQuery()) {
      Map<GroupWorkbin, Standing> all = new LinkedHashMap<>();
      while (rows.next()) {
        all.put(
            new GroupWorkbin(
                rows.getString(1), GroupKind.valueOf(rows.getString(2)), rows.getString(3)),
            Standing.valueOf(rows.getString(4)));
      }
      return all;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void enter(GroupWorkbin workbin, Standing standing) {
    change("UPDATE workbin_subscription SET standing = ?" + WHERE, workbin, standing);
  }

  private void change(String sql, GroupWorkbin workbin, Standing standing) {
    try (Connection connection = pool.getConnection();
        PreparedStatement change = connection.prepareStatement(sql)) {
      change.setString(1, standing.name());
      set(change, 2, workbin);
      change.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static void set(PreparedStatement statement, int first, GroupWorkbin workbin)
      throws SQLException {
    statement.setString(first, workbin.id());
    statement.setString(first + 1, workbin.kind().name());
    statement.setString(first + 2, workbin.group());
  }

  private static Ledger.UnavailableException unavailable(SQLException e) {
    return new Ledger.UnavailableException(
        "The board of subscriptions cannot be used: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    pool.close();
  }
}
