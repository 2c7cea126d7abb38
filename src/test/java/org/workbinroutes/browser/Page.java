package org.workbinroutes.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A page as a person uses it: looks, clicks, types; and what its console complains of. */
public final class Page implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, Integer> KEYS =
      Map.of("Tab", 9, "Enter", 13, "Escape", 27, " ", 32, "ArrowDown", 40);

  private final DevTools tools;
  private final String session;
  private final String target;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  Page(DevTools tools, String session, String target) {
    this.tools = tools;
    this.session = session;
    this.target = target;
    tools.listen(session, this::hear);
    for (String domain : List.of("Page", "Runtime", "Log")) {
      send(domain + ".enable", Map.of());
    }
    size(1280, 900);
  }

  /** Everything that went wrong in the page: exceptions, refused calls, violated policies. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** Forgets what went wrong so far. */
  public void forgive() {
    errors.clear();
  }

  private void hear(JsonNode event) {
    JsonNode told = event.path("params");
    switch (event.path("method").asText()) {
      case "Runtime.exceptionThrown" -> errors.add(told.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(told.path("type").asText())) {
          errors.add(told.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (List.of("error", "warning").contains(told.at("/entry/level").asText())) {
          errors.add(told.path("entry").toString());
        }
      }
      default -> {
        // of no interest
      }
    }
  }

  /** Goes to an address. */
  public void goTo(String url) {
    send("Page.navigate", Map.of("url", url));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /** What an expression comes to. */
  public JsonNode evaluate(String expression) {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.get("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** Waits for an expression to be true. */
  public void await(String expression) {
    Awaitility.await(expression)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
  }

  /** Waits for an element that can be seen. */
  public void awaitSeen(String selector) {
    await(seen(selector));
  }

  /** Waits for a text that can be seen in an element. */
  public void awaitText(String selector, String text) {
    await(
        seen(selector)
            + " && document.querySelector("
            + quoted(selector)
            + ").innerText.includes("
            + quoted(text)
            + ")");
  }

  private static String seen(String selector) {
    return "document.querySelector(" + quoted(selector) + ")?.checkVisibility()";
  }

  /** The text of an element, as it is seen. */
  public String text(String selector) {
    return evaluate("document.querySelector(" + quoted(selector) + ").innerText").asText();
  }

  /** Clicks on the middle of an element, once it can be seen. */
  public void click(String selector) {
    awaitSeen(selector);
    JsonNode middle =
        evaluate(
            "(() => { const one = document.querySelector("
                + quoted(selector)
                + "); one.scrollIntoView({block: 'center'}); const box ="
                + " one.getBoundingClientRect(); return {x: box.x + box.width / 2, y: box.y +"
                + " box.height / 2}; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      send(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              middle.get("x").asDouble(),
              "y",
              middle.get("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Types into what has the focus. */
  public void type(String text) {
    send("Input.insertText", Map.of("text", text));
  }

  /** Presses keys, one after the other. */
  public void press(String... keys) {
    for (String key : keys) {
      Map<String, Object> down = new HashMap<>();
      down.put("type", "keyDown");
      down.put("key", key);
      down.put("code", key.equals(" ") ? "Space" : key);
      down.put("windowsVirtualKeyCode", KEYS.get(key));
      if (key.equals("Enter")) {
        down.put("text", "\r");
      } else if (key.equals(" ")) {
        down.put("text", " ");
      }
      send("Input.dispatchKeyEvent", down);
      Map<String, Object> up = new HashMap<>(down);
      up.put("type", "keyUp");
      up.remove("text");
      send("Input.dispatchKeyEvent", up);
    }
  }

  /** Presses Tab until an element has the focus. */
  public void tabTo(String selector) {
    String focused = "document.activeElement?.matches(" + quoted(selector) + ") === true";
    for (int i = 0; i < 60; i++) {
      if (evaluate(focused).asBoolean()) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError(selector + " is not reached by Tab");
  }

  /** Makes the window as large as given, in CSS pixels. */
  public void size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the person's system prefers. */
  public void prefer(String colours) {
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  /** Keeps a picture of what is seen. */
  public void picture(Path file) throws IOException {
    String data = send("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** Cuts the page off from the network, or connects it again. */
  public void offline(boolean cut) {
    send("Network.enable", Map.of());
    send(
        "Network.emulateNetworkConditions",
        Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    return tools.send(session, method, parameters);
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    tools.send(null, "Target.closeTarget", Map.of("targetId", target));
  }
}
