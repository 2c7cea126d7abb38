package org.workbinroutes.ledger;

import org.workbinroutes.placement.Ledger;

/** Opens ledgers. */
public final class Ledgers {
  private Ledgers() {}

  /**
   * Opens the ledger that the settings name. It makes or migrates its tables, frees the claims of
   * an earlier run of the same node, and forgets old settled placements by itself.
   *
   * @return the ledger; to be closed
   * @throws IllegalArgumentException if the settings name no ledger; the message names the key
   * @throws Ledger.UnavailableException if it cannot be opened
   */
  public static Ledger open(LedgerSettings settings) {
    return open(settings, LedgerObserver.NONE);
  }

  /**
   * Does what {@link #open(LedgerSettings)} does, for somebody who wants to hear what is written.
   *
   * @return as {@link #open(LedgerSettings)}, which throws the same
   */
  public static Ledger open(LedgerSettings settings, LedgerObserver observer) {
    String url = settings.url();
    if (url.equals("memory")) {
      return new MemoryLedger(settings, observer);
    }
    if (url.startsWith(SqliteEngine.PREFIX)) {
      return SqlLedger.open(settings, new SqliteEngine(url), observer);
    }
    if (url.startsWith(PostgresEngine.PREFIX)) {
      return SqlLedger.open(settings, new PostgresEngine(settings), observer);
    }
    throw new IllegalArgumentException(
        "workbin.ledger begins with none of jdbc:sqlite: and jdbc:postgresql:, and is not memory:"
            + " give one of these");
  }
}
