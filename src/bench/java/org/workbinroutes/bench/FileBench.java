package org.workbinroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * NDJSON files through the shipped route and into GWS, with 128 MB of heap, against a bare loop
 * that reads the lines, parses them and posts with the same concurrency.
 */
final class FileBench implements Benchmark {
  private static final int CONCURRENCY = 32;
  private static final int WARM_UP = 100_000;
  private static final int LINES = Integer.getInteger("bench.lines", 20_000);

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    Path log = folder.resolve("gc.log");
    Waiting waiting = new Waiting();
    try (ServerProcess gws = ServerProcess.simulator();
        RunningModule module =
            new RunningModule(
                folder.resolve("module"),
                gws.url(),
                "-Xmx128m -Xlog:gc:file=" + log,
                Map.of(
                    "gws.connections",
                    String.valueOf(BareClient.POOL),
                    "camel.routeTemplate[inbox].templateId",
                    "file-intake",
                    "camel.routeTemplate[inbox].concurrency",
                    String.valueOf(CONCURRENCY),
                    "camel.routeTemplate[inbox].delay",
                    "100",
                    "camel.routeTemplate[inbox].minAge",
                    "10"));
        BareClient bare = new BareClient(gws.url())) {
      // the compiler takes its time where it has to share two processors with what it compiles
      long[] placed = {WARM_UP};
      module.drop(waiting.file(folder, WARM_UP));
      module.awaitPlaced(WARM_UP);
      Turns turns =
          new Turns()
              .with("bare loop", () -> bareLoop(bare, waiting.file(folder, LINES)))
              .with(
                  "file intake",
                  () -> {
                    Path file = waiting.file(folder, LINES);
                    placed[0] += LINES;
                    long cpu = module.cpuNanos();
                    long begin = System.nanoTime();
                    module.drop(file);
                    module.awaitPlaced(placed[0]);
                    return new Sample(
                        LINES, System.nanoTime() - begin, module.cpuNanos() - cpu, 0, 0);
                  })
              .run(length.rounds());
      report.columns("lines", "way", "placed/s", "share", "spread", "CPU us/record", "heap MB");
      for (String way : turns.names()) {
        report.row(
            LINES,
            way,
            Median.of(turns.of(way), Sample::perSecond).value(),
            turns.share(way).value(),
            turns.share(way).spread(),
            Median.of(turns.of(way), Sample::cpuMicros).value(),
            way.equals("file intake") ? GcLog.read(log).highestLivingMegabytes() : "");
      }
      report.goal("file", turns.share("file intake").value(), 0.80, true);
    }
  }

  private static Sample bareLoop(BareClient bare, Path file) throws Exception {
    ObjectMapper json = new ObjectMapper();
    ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY);
    long cpu = Callers.cpuNanos();
    long begin = System.nanoTime();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < CONCURRENCY; i++) {
        all.add(threads.submit(() -> placeAll(bare, json, lines)));
      }
      int count = 0;
      for (Future<Integer> one : all) {
        count += one.get();
      }
      return new Sample(count, System.nanoTime() - begin, Callers.cpuNanos() - cpu, 0, 0);
    } finally {
      threads.shutdown();
      Files.delete(file);
    }
  }

  private static int placeAll(BareClient bare, ObjectMapper json, BufferedReader lines)
      throws IOException {
    int count = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode record = json.readTree(line);
      bare.place(
          Waiting.UNHEARD_BIN,
          record.get("agentGroup").asText(),
          record.get("interactionId").asText());
      count++;
    }
    return count;
  }
}
