package org.workbinroutes.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What other users of a PostgreSQL server can do to the ledger, and its own user to the server. The
 * catalog tells; no rights are needed to ask.
 */
public final class PostgresRights {
  /**
   * Has a session find tables, functions and operators in the ledger's schema and nowhere else, but
   * for the system's own. Whoever may make an operator in a schema on the path has it run by all
   * whose statement it fits better than the system's.
   */
  public static final String PIN =
      "SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident("
          + "pg_catalog.current_schema()::pg_catalog.text), false)";

  private static final String OTHERS =
      " FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper AND r.rolname <> current_user"
          + " AND NOT pg_has_role(r.oid, (SELECT datdba FROM pg_database"
          + " WHERE datname = current_database()), 'MEMBER')"
          + " AND has_database_privilege(r.oid, current_database(), 'CONNECT')";

  private static final String OPEN =
      "SELECT n.nspname::text FROM pg_namespace n, aclexplode(n.nspacl) a"
          + " WHERE n.nspname = current_schema() AND a.grantee = 0 AND a.privilege_type = 'CREATE'"
          + " AND EXISTS (SELECT 1"
          + OTHERS
          + ")";

  /** Tables and the like whose owner neither is this user nor rules over the schema. */
  private static final String FOREIGN =
      "SELECT format('%s of %s', c.relname, r.rolname) FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner"
          + " WHERE n.nspname = current_schema() AND starts_with(c.relname::text, 'workbin_')"
          + " AND NOT r.rolsuper AND NOT pg_has_role(current_user, c.relowner, 'MEMBER')"
          + " AND NOT pg_has_role(c.relowner, n.nspowner, 'MEMBER') ORDER BY 1";

  private final Connection connection;

  /**
   * Asks by a connection.
   *
   * @throws SQLException if the database cannot be asked
   */
  public PostgresRights(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement pin = connection.createStatement()) {
      pin.execute(PIN);
    }
  }

  /** A right that somebody has and does not need. */
  public record Danger(String text, String remedy) {}

  /**
   * The rights that somebody has and does not need.
   *
   * @return none if the ledger has a user and a database of its own
   * @throws SQLException if the database cannot be asked
   */
  public List<Danger> dangers() throws SQLException {
    List<Danger> dangers = new ArrayList<>();
    if (first("SELECT 'x' FROM pg_roles WHERE rolname = current_user AND rolsuper").isPresent()) {
      dangers.add(
          new Danger(
              "the ledger's user is a superuser: whoever has its password has the whole server",
              "make a user of its own, see docs/scaling.md"));
    }
    openSchema().ifPresent(dangers::add);
    Optional<String> others = first("SELECT nullif(count(*), 0)::text" + OTHERS);
    if (others.isPresent()) {
      dangers.add(
          new Danger(
              others.get()
                  + " other users may connect to the ledger's database: they can hold the locks by"
                  + " which nodes elect a leader and tell that they live",
              "give the ledger a database of its own and take CONNECT from PUBLIC, see"
                  + " docs/scaling.md"));
    }
    return dangers;
  }

  /** Whether everybody may make objects in the ledger's schema. */
  Optional<Danger> openSchema() throws SQLException {
    return first(OPEN)
        .map(
            schema ->
                new Danger(
                    "every user of the database may make objects in the schema "
                        + schema
                        + ": the ledger's statements could run functions of theirs",
                    "have its owner run REVOKE CREATE ON SCHEMA "
                        + schema
                        + " FROM PUBLIC, or give the ledger a schema of its own, see"
                        + " docs/scaling.md"));
  }

  /** A table of the ledger's name that somebody else has put there; empty if there is none. */
  Optional<String> foreignTable() throws SQLException {
    return first(FOREIGN);
  }

  /** Whether the schema has a table of this name. */
  boolean hasTable(String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT to_regclass(?::text) IS NOT NULL")) {
      select.setString(1, name);
      try (ResultSet result = select.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  private Optional<String> first(String sql) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet result = select.executeQuery(sql)) {
      return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
    }
  }
}
