package org.workbinroutes.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.workbinroutes.net.FreePort;

/** From exec to ready, with and without the archive of classes, and by its parts. */
final class StartBench implements Benchmark {
  private static final Pattern READY = Pattern.compile("ready in (\\d+) ms \\((.*)\\)");
  private static final Pattern PART = Pattern.compile("([a-z ]+) (\\d+) ms");
  private static final long PATIENCE_SECONDS = 60;

  /** What a start took: from exec to ready, to ready by its own account, its parts added up. */
  private record Start(long nanos, long readyMillis, long partsMillis) {}

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    try (ServerProcess gws = ServerProcess.simulator()) {
      java.util.List<Start> starts = new java.util.ArrayList<>();
      Turns turns =
          new Turns()
              .with(
                  "without archive",
                  () -> sample(start(folder, gws, "-Xshare:auto -XX:SharedArchiveFile=", starts)))
              .with("with archive", () -> sample(start(folder, gws, "", starts)))
              .run(length.rounds());
      report.columns("way", "exec to ready ms", "share", "spread");
      for (String way : turns.names()) {
        report.row(
            way,
            Median.of(turns.of(way), s -> s.nanos() / 1e6).value(),
            turns.ratio(way, Sample::nanos).value(),
            turns.ratio(way, Sample::nanos).spread());
      }
      report.goal(
          "start, with archive", turns.ratio("with archive", Sample::nanos).value(), 0.55, false);
      report.goal(
          "start, side by side, of the sum of its parts",
          Median.of(starts, s -> (double) s.readyMillis() / s.partsMillis()).value(),
          0.75,
          false);
    }
  }

  private static Sample sample(Start start) {
    return new Sample(1, start.nanos(), 0, 0, 0);
  }

  /** Starts the module; {@code --stop-when-ready} ends it as soon as it takes requests. */
  private static Start start(Path folder, ServerProcess gws, String options, List<Start> starts)
      throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("workbinroutes.home"));
    Path place = Files.createTempDirectory(folder, "start");
    Path config = Files.createDirectories(place.resolve("config"));
    Files.copy(home.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
    Files.writeString(
        config.resolve("application.properties"),
        Map.of(
                "gws.url", gws.url(),
                "gws.username", "agent",
                "gws.password", "secret",
                "http.port", String.valueOf(FreePort.next()),
                "camel.routeTemplate[audit].templateId", "sink",
                "camel.routeTemplate[audit].to", "ndjson:{{workbin.data}}/sinks/audit.ndjson",
                "camel.routeTemplate[queue].templateId", "jms-intake",
                "camel.routeTemplate[inbox].templateId", "file-intake")
            .entrySet()
            .stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(java.util.stream.Collectors.joining("\n")));
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/workbin-routes").toString(),
                "run",
                "--stop-when-ready",
                "--config",
                config.toString(),
                "--data",
                place.resolve("data").toString())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_OPTS", options);
    long begin = System.nanoTime();
    Process process = builder.start();
    Matcher ready = null;
    long end = 0;
    StringBuilder log = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = READY.matcher(line);
        if (ready == null && matcher.find()) {
          end = System.nanoTime();
          ready = matcher;
        }
        log.append(line).append('\n');
      }
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("The module did not stop");
    }
    if (ready == null) {
      throw new IOException("The module did not get ready: " + log);
    }
    long parts = 0;
    Matcher part = PART.matcher(ready.group(2));
    while (part.find()) {
      parts += Long.parseLong(part.group(2));
    }
    Start start = new Start(end - begin, Long.parseLong(ready.group(1)), parts);
    starts.add(start);
    return start;
  }
}
