package org.workbinroutes.attacks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs every attack against packaged products, each in a process of its own with the settings of
 * its start script, and writes one report on all of them.
 *
 * <p>{@code AttackReport FOLDER LABEL=PRODUCT,LABEL=PRODUCT} where FOLDER gets the report and what
 * was measured, and PRODUCT is the folder of an unpacked product, or a file LABEL.ndjson of an
 * earlier run. The system property {@code attacks} takes those alone whose names contain its text.
 */
public final class AttackReport {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path results;
  private final PrintStream progress;

  private AttackReport(Path results, PrintStream progress) {
    this.results = results;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @param args the folder for the report, then products with their labels
   * @throws Exception if a product could not be attacked
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("AttackReport FOLDER LABEL=PRODUCT,LABEL=PRODUCT");
      System.exit(2);
    }
    AttackReport report = new AttackReport(Files.createDirectories(Path.of(args[0])), System.out);
    Map<String, Map<String, Result>> byLabel = new LinkedHashMap<>();
    for (String product : args[1].split(",", -1)) {
      String label = product.substring(0, product.indexOf('='));
      Path place = Path.of(product.substring(label.length() + 1));
      byLabel.put(label, Files.isDirectory(place) ? report.attack(label, place) : read(place));
    }
    Path file = report.results.resolve("attacks.md");
    Files.writeString(file, table(byLabel));
    System.out.println(file.toAbsolutePath());
    // what serves the attacks has threads
    System.exit(0);
  }

  private Map<String, Result> attack(String label, Path product) throws Exception {
    Path kept = results.resolve(label + ".ndjson");
    String wanted = System.getProperty("attacks", "").toLowerCase(Locale.ROOT);
    // what is not measured now stays as it was measured
    Map<String, Result> all =
        wanted.isEmpty() || !Files.exists(kept) ? new LinkedHashMap<>() : read(kept);
    List<Attack> attacks =
        Attacks.all().stream()
            .filter(attack -> attack.name().toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    Target shared = null;
    for (Attack attack : attacks) {
      Target target = shared == null ? target(label, product) : shared;
      Result result = attack(attack, target, shared == null);
      all.put(attack.name(), result);
      write(kept, all.values());
      progress.println(label + " | " + result.attack() + " | " + cell(result));
      boolean isNextBrief =
          attack != attacks.get(attacks.size() - 1)
              && attacks.get(attacks.indexOf(attack) + 1).isBrief();
      shared = attack.isBrief() && isNextBrief && target.isRunning() ? target : null;
      if (shared == null) {
        target.close();
      }
    }
    return all;
  }

  private Target target(String label, Path product) throws IOException {
    return new Target(product, results.resolve("work").resolve(label), PATIENCE);
  }

  private static Result attack(Attack attack, Target target, boolean isNew) throws Exception {
    if (isNew && !target.start(attack)) {
      String log = target.log(0).strip();
      return new Result(
          attack.name(),
          attack.who(),
          new Effect(
              "started with its settings",
              "the start is refused: " + log.substring(log.lastIndexOf('\n') + 1),
              attack.isHeldByRefusingToStart()),
          null);
    }
    try (Watch watch = target.watch()) {
      Effect effect = effect(attack, target);
      return new Result(attack.name(), attack.who(), effect, watch.figures());
    }
  }

  private static Effect effect(Attack attack, Target target) throws InterruptedException {
    try {
      return attack.run(target);
    } catch (InterruptedException ended) {
      throw ended;
    } catch (Exception failed) {
      return new Effect("the attack broke off", failed.toString(), false);
    }
  }

  private static void write(Path file, Collection<Result> results) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Result result : results) {
      lines.append(JSON.writeValueAsString(result)).append('\n');
    }
    Files.writeString(file, lines);
  }

  private static Map<String, Result> read(Path file) throws IOException {
    Map<String, Result> all = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      Result result = JSON.readValue(line, Result.class);
      all.put(result.attack(), result);
    }
    return all;
  }

  private static String table(Map<String, Map<String, Result>> byLabel) {
    List<String> labels = List.copyOf(byLabel.keySet());
    Set<String> attacks = new LinkedHashSet<>();
    Attacks.all().forEach(attack -> attacks.add(attack.name()));
    attacks.retainAll(byLabel.values().stream().flatMap(all -> all.keySet().stream()).toList());
    StringBuilder text = new StringBuilder("# Attacks on the packaged product\n\n");
    head(text, "attack", "who can", labels);
    for (String attack : attacks) {
      List<Result> results = of(attack, byLabel);
      List<String> cells = new ArrayList<>(List.of(attack, who(results)));
      results.forEach(result -> cells.add(result == null ? "not run" : cell(result)));
      row(text, cells);
    }
    text.append(
        "\n## Figures\n\nMemory is resident memory in MB: before / at its peak / after.\n\n");
    head(text, "attack", "memory " + String.join("; ", labels), labels);
    for (String attack : attacks) {
      List<Result> results = of(attack, byLabel);
      List<String> cells = new ArrayList<>();
      cells.add(attack);
      cells.add(results.stream().map(AttackReport::memory).collect(Collectors.joining("; ")));
      results.forEach(result -> cells.add(result == null ? "" : figures(result)));
      row(text, cells);
    }
    return text.toString();
  }

  private static List<Result> of(String attack, Map<String, Map<String, Result>> byLabel) {
    return byLabel.values().stream().map(all -> all.get(attack)).collect(Collectors.toList());
  }

  private static String who(List<Result> results) {
    return results.stream().filter(Objects::nonNull).map(Result::who).findFirst().orElse("");
  }

  private static String memory(Result result) {
    return result == null || result.figures() == null ? "-" : result.figures().memory();
  }

  private static String figures(Result result) {
    String done = result.effect().done();
    return result.figures() == null ? done : done + "; " + result.figures().text();
  }

  private static String cell(Result result) {
    return (result.effect().held() ? "held: " : "**got through**: ") + result.effect().seen();
  }

  private static void head(StringBuilder text, String first, String second, List<String> more) {
    List<String> cells = new ArrayList<>(List.of(first, second));
    cells.addAll(more);
    row(text, cells);
    row(text, Collections.nCopies(cells.size(), "---"));
  }

  private static void row(StringBuilder text, List<String> cells) {
    cells.forEach(
        cell -> text.append("| ").append(cell.replace("|", "\\|").replace('\n', ' ')).append(' '));
    text.append("|\n");
  }
}
