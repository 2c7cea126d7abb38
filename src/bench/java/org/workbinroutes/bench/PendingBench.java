package org.workbinroutes.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;

/** What placements that GWS has accepted and not confirmed yet cost of the heap. */
final class PendingBench implements Benchmark {
  private static final int PLACEMENTS = Integer.getInteger("bench.pending", 1_000_000);
  private static final int CALLERS = 128;
  private static final GroupWorkbin BIN =
      new GroupWorkbin("cd29a0b2-wb", GroupKind.AGENT_GROUP, "Billing");

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    try (Ledger ledger =
        Ledgers.open(LedgerSettings.at("jdbc:sqlite:" + folder.resolve("pending.db")))) {
      pend(ledger, 0, PLACEMENTS / 100); // what is made once is made now
      long before = living();
      pend(ledger, PLACEMENTS / 100, PLACEMENTS);
      long after = living();
      double each = Math.max(0, after - before) / (0.99 * PLACEMENTS);
      report.columns("pending", "heap before MB", "heap after MB", "bytes each");
      report.row(PLACEMENTS, before / 1e6, after / 1e6, each);
      report.goal("pending, bytes of heap each", each, 400, false);
    }
  }

  private static void pend(Ledger ledger, int from, int to) throws Exception {
    AtomicInteger next = new AtomicInteger(from);
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    java.util.List<Future<?>> all = new java.util.ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      all.add(
          threads.submit(
              () -> {
                for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                  String id = "request-" + n;
                  InLedger.receive(
                      ledger,
                      new PlacementRequest(
                          id, BIN, "ixn-" + n, AddOperation.ADD_CHAT, false, Map.of()),
                      "bench");
                  ledger.sending(id);
                  ledger.accepted(id, (long) n);
                }
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
  }

  private static long living() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
