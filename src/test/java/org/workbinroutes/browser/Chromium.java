package org.workbinroutes.browser;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A headless Chromium with a profile of its own. */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Process process;
  private final DevTools tools;

  /**
   * Starts a browser.
   *
   * @param folder for its profile and log
   * @param options further options of its command
   */
  public Chromium(Path folder, String... options) throws IOException {
    Path executable = executable();
    if (executable == null) {
      throw new IllegalStateException("There is no browser: install chromium");
    }
    Path profile = folder.resolve("profile");
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--headless",
            // root may not use the sandbox; the only pages are ours
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    Path told = profile.resolve("DevToolsActivePort");
    List<String> lines =
        Awaitility.await()
            .atMost(Duration.ofSeconds(40))
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> Files.exists(told) ? Files.readAllLines(told) : List.<String>of(),
                read -> read.size() >= 2);
    tools = new DevTools(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
  }

  /** Whether such a test can be run; .ci/run demands it, and then it fails without a browser. */
  public static boolean isThereOrDemanded() {
    return "required".equals(System.getenv("BROWSER_TESTS")) || executable() != null;
  }

  private static Path executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Opens a page that shares nothing with others. */
  public Page open() {
    String context =
        tools
            .send(null, "Target.createBrowserContext", Map.of("disposeOnDetach", true))
            .path("browserContextId")
            .asText();
    String target =
        tools
            .send(
                null,
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", context))
            .path("targetId")
            .asText();
    String session =
        tools
            .send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    return new Page(tools, session, target);
  }

  @Override
  public void close() {
    tools.close();
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    family.forEach(child -> child.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }
}
