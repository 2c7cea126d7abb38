package org.workbinroutes.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine's Chromium, headless and with a profile of its own, driven by Playwright. Playwright
 * allows one thread: the one that makes this.
 */
public final class Chromium implements AutoCloseable {
  /** Playwright's driver is {@code package} in here, see package.json. */
  private static final Path DRIVER = Path.of("src/browser/node_modules");

  private final Playwright playwright;
  private final Browser browser;

  /**
   * Starts a browser.
   *
   * @param options further options of its command
   */
  public Chromium(String... options) {
    if (!isThere()) {
      throw new IllegalStateException(
          "There is no browser or no driver: install chromium and node, and run"
              + " npm ci --prefix src/browser --ignore-scripts");
    }
    System.setProperty("playwright.cli.dir", DRIVER.toAbsolutePath().toString());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", onPath("node").toString())));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setArgs(List.of(options)));
  }

  /** Whether such a test can be run; .ci/run demands it, and then it fails without a browser. */
  public static boolean isThereOrDemanded() {
    return "required".equals(System.getenv("BROWSER_TESTS")) || isThere();
  }

  private static boolean isThere() {
    return executable() != null
        && onPath("node") != null
        && Files.exists(DRIVER.resolve("package/cli.js"));
  }

  private static Path executable() {
    return onPath("chromium", "chromium-browser", "google-chrome");
  }

  private static Path onPath(String... names) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(directory -> Stream.of(names).map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** Opens a page that shares nothing with others. */
  public Page open() {
    return new Page(
        browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900)).newPage());
  }

  @Override
  public void close() {
    playwright.close();
  }
}
