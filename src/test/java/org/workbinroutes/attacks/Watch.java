package org.workbinroutes.attacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.workbinroutes.guarantees.ProductProcess;
import org.workbinroutes.intake.RawHttp;

/**
 * Looks at a product while it is attacked: as an honest caller over HTTP, as a monitoring that asks
 * for its health, and from outside at its memory, its processor time and its log.
 */
final class Watch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int PAUSE_MILLIS = 250;
  private static final int PARTS_NAMED = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProductProcess product;
  private final Thread looking = new Thread(this::look, "attack-watch");
  private final long began = System.nanoTime();
  private final long residentBefore;
  private final long logBefore;
  private final long linesBefore;
  private final List<String> health = new ArrayList<>();
  private final List<Integer> exitCodes = new ArrayList<>();
  private final long processorNanosBefore;
  private long processorNanosOfEnded;
  private long processorNanos;
  private long residentPeak;
  private long residentNow;
  private int asked;
  private int answered;
  private long lastAnswer = System.nanoTime();
  private long longestSilence;
  private ProcessHandle seen;
  private volatile boolean isOver;

  Watch(ProductProcess product) throws IOException {
    this.product = product;
    seen = product.handle();
    forgetPeak();
    residentBefore = kilobytes("VmRSS") / 1024;
    processorNanosBefore = processorNanos(seen);
    logBefore = Files.size(product.log());
    linesBefore = lines(product.log());
    looking.setDaemon(true);
    looking.start();
  }

  private void look() {
    while (!isOver) {
      try {
        once();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private synchronized void once() {
    lookAtProcess();
    boolean hasAnswered = ask();
    asked++;
    long now = System.nanoTime();
    longestSilence = Math.max(longestSilence, now - lastAnswer);
    if (hasAnswered) {
      answered++;
      lastAnswer = now;
    }
    String said = health();
    if (health.isEmpty() || !health.get(health.size() - 1).equals(said)) {
      health.add(said);
    }
  }

  private void lookAtProcess() {
    ProcessHandle now = product.handle();
    if (!now.equals(seen)) {
      processorNanosOfEnded += processorNanos;
      processorNanos = 0;
      seen = now;
    }
    Integer exitCode = product.exitCode();
    if (exitCode == null) {
      residentPeak = Math.max(residentPeak, kilobytes("VmHWM") / 1024);
      residentNow = kilobytes("VmRSS") / 1024;
      processorNanos = Math.max(processorNanos, processorNanos(seen));
    } else {
      residentNow = -1;
    }
  }

  /** Tells that the process has ended by itself and is started again. */
  synchronized void ended(int exitCode) {
    exitCodes.add(exitCode);
  }

  private boolean ask() {
    try {
      return new RawHttp(product.httpPort(), PATIENCE).get("/placements/nobody").status > 0;
    } catch (IOException silent) {
      return false;
    }
  }

  private String health() {
    try {
      String body = new RawHttp(product.managementPort(), PATIENCE).get("/observe/health").body;
      JsonNode said = JSON.readTree(body);
      String status = said.path("status").asText("?");
      List<String> down =
          StreamSupport.stream(said.path("checks").spliterator(), false)
              .filter(part -> part.path("status").asText().equals("DOWN"))
              .map(part -> part.path("name").asText())
              .sorted()
              .toList();
      return down.isEmpty()
          ? status
          : status
              + down.stream().limit(PARTS_NAMED).collect(Collectors.joining(", ", " (", ""))
              + (down.size() > PARTS_NAMED ? ", ...)" : ")");
    } catch (IOException silent) {
      return "no answer";
    }
  }

  private long kilobytes(String key) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", seen.pid() + "", "status"))) {
      return lines
          .filter(line -> line.startsWith(key + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  /** The peak of memory counts from now on, where the system can do that. */
  private void forgetPeak() {
    try {
      Files.writeString(Path.of("/proc", seen.pid() + "", "clear_refs"), "5");
    } catch (IOException impossible) {
      // then the peak is that since the start
    }
  }

  private static long processorNanos(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.count();
    }
  }

  /** Looks once more and sums up. */
  Figures figures() throws IOException {
    close();
    synchronized (this) {
      once();
      double seconds = (System.nanoTime() - began) / 1e9;
      List<Integer> ends = new ArrayList<>(exitCodes);
      if (product.exitCode() != null) {
        ends.add(product.exitCode());
      }
      return new Figures(
          seconds,
          asked,
          answered,
          longestSilence / 1e9,
          List.copyOf(health),
          ends,
          residentBefore,
          Math.max(residentPeak, residentBefore),
          residentNow,
          (processorNanosOfEnded + processorNanos - processorNanosBefore) / 1e9 / seconds,
          lines(product.log()) - linesBefore,
          Files.size(product.log()) - logBefore);
    }
  }

  @Override
  public void close() {
    isOver = true;
    looking.interrupt();
  }
}
