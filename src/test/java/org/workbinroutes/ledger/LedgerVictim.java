package org.workbinroutes.ledger;

import static org.workbinroutes.ledger.Requests.request;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.workbinroutes.placement.Ledger;

/** A process that writes to a ledger and says what was acknowledged, until it is killed. */
final class LedgerVictim {
  private LedgerVictim() {}

  /**
   * Runs until it is killed.
   *
   * @param args the ledger's URL
   */
  public static void main(String[] args) {
    Ledger ledger = Ledgers.open(LedgerSettings.at(args[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int i = 0; i < 8; i++) {
      String name = "T" + i + "-";
      new Thread(
              () -> {
                for (int n = 0; ; n++) {
                  String id = name + n;
                  InLedger.receive(ledger, request(id), "victim");
                  out.println(id + " received .");
                  ledger.sending(id);
                  ledger.accepted(id, (long) n);
                  out.println(id + " accepted .");
                }
              })
          .start();
    }
  }
}
