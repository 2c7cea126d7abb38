package org.workbinroutes.ledger;

class MemoryLedgerTest extends LedgerContract {
  @Override
  LedgerSettings settings() {
    return LedgerSettings.at("memory");
  }
}
