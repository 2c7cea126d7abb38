package org.workbinroutes.ledger;

import org.workbinroutes.placement.Ledger;

/** Opens ledgers. */
public final class Ledgers {
  private Ledgers() {}

  /**
   * Opens the ledger that the settings name. It makes or migrates its tables, frees the claims of
   * an earlier run of the same node, and forgets old settled placements by itself.
   *
   * @param settings the settings
   * @return the ledger; to be closed
   * @throws IllegalArgumentException if the settings name no ledger; the message names the key
   * @throws Ledger.UnavailableException if it cannot be opened
   */
  public static Ledger open(LedgerSettings settings) {
    String url = settings.url();
    if (url.equals("memory")) {
      return new MemoryLedger(settings);
    }
    if (url.startsWith(SqliteEngine.PREFIX)) {
      return SqlLedger.open(settings, new SqliteEngine(url));
    }
    if (url.startsWith(PostgresEngine.PREFIX)) {
      return SqlLedger.open(settings, new PostgresEngine(settings));
    }
    throw new IllegalArgumentException(
        "workbin.ledger begins with none of jdbc:sqlite: and jdbc:postgresql:, and is not memory:"
            + " give one of these");
  }
}
