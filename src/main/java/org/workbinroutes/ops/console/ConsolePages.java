package org.workbinroutes.ops.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.workbinroutes.ops.http.OpenPage;

/**
 * The page and what belongs to it, from the product's jar. Nothing in it is of anybody; what it
 * shows it asks for with the login of its reader.
 */
public final class ConsolePages {
  /** Where the page is. */
  public static final String PATH = "/console";

  /**
   * Scripts and styles of its own alone, none in the page itself, no markup made of text; calls to
   * its own server alone; in nobody's frame.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String PAGE = "index.html";

  private static final List<String> FILES =
      List.of(
          PAGE,
          "console.css",
          "icon.svg",
          "main.js",
          "api.js",
          "live.js",
          "dom.js",
          "format.js",
          "spark.js",
          "actions.js",
          "flow.js",
          "placements.js",
          "letters.js",
          "sinks.js",
          "health.js");

  private final boolean login;
  private final Duration every;

  /**
   * The pages.
   *
   * @param login whether the server asks for a login, so that the page does too
   */
  public ConsolePages(boolean login, Duration every) {
    this.login = login;
    this.every = every;
  }

  /**
   * All that is served without a login.
   *
   * @return the page, its parts, and whether to ask for a login
   */
  public List<OpenPage> all() {
    List<OpenPage> pages = new ArrayList<>();
    for (String file : FILES) {
      byte[] content = read(file);
      if (file.equals(PAGE)) {
        pages.add(page(PATH, file, content));
        pages.add(page(PATH + "/", file, content));
      } else {
        pages.add(page(PATH + "/" + file, file, content));
      }
    }
    pages.add(
        page(
            PATH + "/settings.json",
            "settings.json",
            ("{\"login\":" + login + ",\"everyMillis\":" + every.toMillis() + "}")
                .getBytes(StandardCharsets.UTF_8)));
    return pages;
  }

  private static OpenPage page(String path, String file, byte[] content) {
    return new OpenPage(path, type(file), content, POLICY);
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/json";
    };
  }

  private static byte[] read(String file) {
    try (InputStream resource = ConsolePages.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException("The console's file " + file + " is not in the jar");
      }
      return resource.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException("The console's file " + file + " cannot be read", broken);
    }
  }
}
