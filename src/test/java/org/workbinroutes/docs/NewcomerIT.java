package org.workbinroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.net.FreePort;

/**
 * A newcomer's path: a fresh clone, and in it the commands of the README as they are printed, in
 * their order. Only the ports are others, as those printed may be taken.
 */
class NewcomerIT {
  private static final Path CLONE =
      Path.of("target", "newcomer", "workbin-routes").toAbsolutePath();
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");
  private static final Duration BUILD = Duration.ofMinutes(5);
  private static final Duration COMMANDS = Duration.ofMinutes(1);
  private static final Duration START = Duration.ofSeconds(60);
  private static final String SIMULATOR_PORT = "8099";
  private static final String HTTP_PORT = "8080";

  private final int simulatorPort = FreePort.next();
  private final int httpPort = FreePort.next();
  private final List<Process> terminals = new ArrayList<>();

  @AfterEach
  void closeTerminals() {
    for (Process terminal : terminals) {
      terminal.descendants().forEach(ProcessHandle::destroy);
      terminal.destroy();
    }
    for (Process terminal : terminals) {
      terminal.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void theCommandsOfTheReadmeDoWhatItSays() throws Exception {
    // Given
    List<String> blocks = ReadmeCommands.blocks();
    assertThat(blocks).as("demo, simulator, product, first interaction").hasSize(4);
    cloneProject();
    if (!LONG) {
      takeOverWhatIsCompiled();
    }

    // When / Then: the demo builds everything, and checks itself
    long begin = System.nanoTime();
    Path demo = run("demo", blocks.get(0), BUILD);
    long built = System.nanoTime();
    assertThat(demo).content().contains("workbin-routes: interactions into Genesys group workbins");

    // When: the first two terminals
    assertThat(blocks.get(1)).contains("package").endsWith("password secret\n");
    open("simulator", blocks.get(1));
    await()
        .alias("the simulator listens, see " + CLONE)
        .atMost(BUILD)
        .until(() -> listens(simulatorPort));
    Path product = open("product", blocks.get(2));
    // Then
    await()
        .alias("the product runs, see " + product)
        .atMost(START)
        .until(() -> Files.readString(product).contains("ready in"));
    assertThat(product)
        .content()
        .contains("CSRF protection on", "CometD handshake done", "place-group", " 0 errors");

    // When: the third
    Path first = run("first-interaction", blocks.get(3), COMMANDS);
    // Then
    assertThat(first)
        .content()
        .contains("\"requestId\":\"first-1\"")
        .containsPattern("requestId +first-1")
        .containsPattern("state +(ACCEPTED|CONFIRMED)")
        .containsPattern("state +CONFIRMED")
        .contains("0001BaBFVPR20040");
    System.out.printf(
        "newcomer: demo with its build %d s, the rest %d s%n",
        TimeUnit.NANOSECONDS.toSeconds(built - begin),
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - built));
  }

  /** The README's last command runs this very test: it would start itself for ever. */
  @Test
  void mvnwVerifyIsNotAmongThemBecauseItRunsThisTest() throws Exception {
    assertThat(Files.readString(Path.of("README.md"))).contains("`./mvnw verify`");
    assertThat(ReadmeCommands.blocks()).noneMatch(block -> block.contains("verify"));
  }

  /** What git knows, with what was changed since; without git, all that is no output. */
  private static void cloneProject() throws Exception {
    deleteAll(CLONE);
    Files.createDirectories(CLONE);
    List<Path> files = tracked();
    assertThat(files).contains(Path.of("pom.xml"), Path.of("mvnw"), Path.of("README.md"));
    for (Path file : files) {
      Path copy = CLONE.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /**
   * The surrounding build has just compiled the very same files: to do it again takes most of the
   * time and shows nothing. -Plong compiles all anew.
   */
  private static void takeOverWhatIsCompiled() throws IOException {
    Path target = Path.of("target");
    String here = Path.of("").toAbsolutePath() + "/";
    for (String output :
        List.of(
            "classes",
            "test-classes",
            "generated-sources",
            "generated-test-sources",
            "maven-status")) {
      try (Stream<Path> files = Files.walk(target.resolve(output))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = CLONE.resolve(file);
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
          if (file.toString().endsWith(".lst")) {
            Files.writeString(copy, Files.readString(file).replace(here, CLONE + "/"));
          }
        }
      }
    }
  }

  private static List<Path> tracked() throws Exception {
    Path list = Files.createTempFile("tracked", ".txt");
    try {
      Process git =
          new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(list.toFile())
              .start();
      if (git.waitFor(30, TimeUnit.SECONDS) && git.exitValue() == 0) {
        return existing(Files.readAllLines(list).stream().map(Path::of));
      }
    } catch (IOException noGit) {
      // an unpacked archive of the sources
    } finally {
      Files.deleteIfExists(list);
    }
    Path here = Path.of("");
    try (Stream<Path> all = Files.walk(here)) {
      return existing(
          all.map(file -> here.relativize(file))
              .filter(
                  file ->
                      Stream.of("target", ".git", "data")
                              .noneMatch(output -> file.startsWith(output))
                          && !file.toString().contains("node_modules")));
    }
  }

  private static List<Path> existing(Stream<Path> files) {
    return files.filter(Files::isRegularFile).toList();
  }

  private Path run(String terminal, String block, Duration limit) throws Exception {
    Path output = open(terminal, block);
    Process process = terminals.get(terminals.size() - 1);
    assertThat(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
        .as("%s ends, see %s", terminal, output)
        .isTrue();
    assertThat(process.exitValue()).as("exit code; %s", Files.readString(output)).isZero();
    return output;
  }

  private Path open(String terminal, String block) throws IOException {
    Path output = CLONE.resolveSibling(terminal + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-c", withPorts(block))
            .directory(CLONE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // what the surrounding build was started with is not the newcomer's
    builder.environment().keySet().removeIf(name -> name.matches("(GWS|WORKBIN|HTTP|MAVEN)_.*"));
    builder.environment().put("HTTP_PORT", String.valueOf(httpPort));
    String arguments = "-Dsimulator.port=" + simulatorPort;
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      arguments += " -Dmaven.repo.local=" + repository;
    }
    builder.environment().put("MAVEN_ARGS", arguments);
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    terminals.add(builder.start());
    return output;
  }

  private String withPorts(String block) {
    return block
        .replace(":" + SIMULATOR_PORT, ":" + simulatorPort)
        .replace(":" + HTTP_PORT, ":" + httpPort);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
