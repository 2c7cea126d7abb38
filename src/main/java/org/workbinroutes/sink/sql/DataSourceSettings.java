package org.workbinroutes.sink.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.workbinroutes.sink.OwnKey;

/**
 * A database of the owner's, from the keys {@code workbin.datasource.<name>.*}.
 *
 * @param name the name
 * @param url the JDBC URL; holds no password
 * @param username the user; null if the URL or the server says who it is
 * @param password the password; null if there is none. Never shown
 * @param connections how many connections can be open at the same time
 * @param insert the statement, with parameters as {@code :#name}
 */
record DataSourceSettings(
    String name, String url, String username, String password, int connections, String insert) {
  private static final String PREFIX = "workbin.datasource.";
  private static final int DEFAULT_CONNECTIONS = 2;
  private static final int MOST_CONNECTIONS = 100;
  private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;
  private static final long IDLE_MILLIS = 60_000;
  private static final String SOCKET_TIMEOUT_SECONDS = "60";

  /**
   * Reads the settings.
   *
   * @param context where the configuration is
   * @param name the name
   * @return the settings
   * @throws IllegalArgumentException if one is missing or wrong; the message names the key, never a
   *     value
   */
  static DataSourceSettings read(CamelContext context, String name) {
    String prefix = PREFIX + name + '.';
    String url = required(context, prefix + "url", "a JDBC URL");
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          prefix + "url is no JDBC URL: write jdbc:postgresql://host/database or the like");
    }
    if (url.toLowerCase(Locale.ROOT).contains("password=")) {
      throw new IllegalArgumentException(
          prefix
              + "url holds a password, and URLs are seen in logs: put it in "
              + prefix
              + "password");
    }
    return new DataSourceSettings(
        name,
        url,
        OwnKey.find(context, prefix + "username").orElse(null),
        OwnKey.find(context, prefix + "password").orElse(null),
        connections(context, prefix + "connections"),
        required(context, prefix + "insert", "the statement that adds a row"));
  }

  private static int connections(CamelContext context, String key) {
    String text = OwnKey.find(context, key).orElse(Integer.toString(DEFAULT_CONNECTIONS));
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(key + " is a number from 1 to " + MOST_CONNECTIONS);
    }
    return Integer.parseInt(text);
  }

  private static String required(CamelContext context, String key, String what) {
    return OwnKey.find(context, key)
        .orElseThrow(
            () -> new IllegalArgumentException("table: " + key + " is missing: give " + what));
  }

  /**
   * Opens the pool. A database that is down does not hold up the start: the sink tries again.
   *
   * @return the pool, to be closed by the caller
   */
  HikariDataSource open() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("table-" + name);
    pool.setJdbcUrl(url);
    pool.setUsername(username);
    pool.setPassword(password);
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(IDLE_MILLIS);
    pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    pool.setInitializationFailTimeout(-1);
    if (url.startsWith("jdbc:postgresql:") && !url.contains("socketTimeout=")) {
      // without it a network that swallows packets holds the sink until TCP gives up
      pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    }
    return new HikariDataSource(pool);
  }

  /** Without the URL and the password. */
  @Override
  public String toString() {
    return "data source " + name;
  }
}
