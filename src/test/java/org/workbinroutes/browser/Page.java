package org.workbinroutes.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page as a person uses it: looks, clicks, types; and what its console complains of. */
public final class Page implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double PATIENCE_MILLIS = 60_000;
  private static final List<String> COMPLAINTS = List.of("error", "warning", "assert");

  private static final LocatorAssertions.ContainsTextOptions INNER_TEXT =
      new LocatorAssertions.ContainsTextOptions().setUseInnerText(true).setTimeout(PATIENCE_MILLIS);

  private final com.microsoft.playwright.Page page;
  private final List<String> errors = new ArrayList<>();

  Page(com.microsoft.playwright.Page page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (COMPLAINTS.contains(message.type())) {
            errors.add(message.text());
          }
        });
  }

  /** Everything that went wrong in the page: exceptions, refused calls, violated policies. */
  public List<String> errors() {
    // events are delivered while a call waits for its answer
    page.evaluate("0");
    return List.copyOf(errors);
  }

  /** Forgets what went wrong so far. */
  public void forgive() {
    errors().forEach(errors::remove);
  }

  /** Goes to an address. */
  public void goTo(String url) {
    page.navigate(url);
  }

  /** What an expression comes to. */
  public JsonNode evaluate(String expression) {
    return JSON.valueToTree(page.evaluate(expression));
  }

  /** Waits for an expression to be true. */
  public void await(String expression) {
    // page.waitForFunction would have the page evaluate text, which the console's policy forbids
    page.waitForCondition(() -> isTrue(expression));
  }

  private boolean isTrue(String expression) {
    try {
      return Boolean.TRUE.equals(page.evaluate("Boolean(" + expression + ")"));
    } catch (PlaywrightException notYet) {
      return false;
    }
  }

  /** Waits for an element that can be seen. */
  public void awaitSeen(String selector) {
    page.locator(selector).first().waitFor();
  }

  /** Waits for a text that can be seen in an element. */
  public void awaitText(String selector, String text) {
    awaitSeen(selector);
    PlaywrightAssertions.assertThat(page.locator(selector).first()).containsText(text, INNER_TEXT);
  }

  /** The text of an element, as it is seen. */
  public String text(String selector) {
    return page.locator(selector).first().innerText();
  }

  /** Clicks on an element, once it can be seen. */
  public void click(String selector) {
    page.locator(selector).first().click();
  }

  /** Types into what has the focus. */
  public void type(String text) {
    page.keyboard().insertText(text);
  }

  /** Presses a key. */
  public void press(String key) {
    page.keyboard().press(key);
  }

  /** Presses Tab until an element has the focus. */
  public void tabTo(String selector) {
    for (int i = 0; i < 60; i++) {
      if (page.locator(selector + ":focus").count() > 0) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError(selector + " is not reached by Tab");
  }

  /** Makes the window as large as given, in CSS pixels. */
  public void size(int width, int height) {
    page.setViewportSize(width, height);
  }

  /** What the person's system prefers. */
  public void prefer(String colours) {
    page.emulateMedia(
        new com.microsoft.playwright.Page.EmulateMediaOptions()
            .setColorScheme(ColorScheme.valueOf(colours.toUpperCase(Locale.ROOT))));
  }

  /** Keeps a picture of what is seen. */
  public void picture(Path file) {
    page.screenshot(new com.microsoft.playwright.Page.ScreenshotOptions().setPath(file));
  }

  /** Cuts the page off from the network, or connects it again. */
  public void offline(boolean cut) {
    page.context().setOffline(cut);
  }

  @Override
  public void close() {
    page.context().close();
  }
}
