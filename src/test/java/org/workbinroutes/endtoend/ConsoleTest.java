package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.browser.Chromium;
import org.workbinroutes.browser.Page;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SimulatorServer;

/** The console of the whole product in a real browser, as an operator uses it. */
@Timeout(120)
@DisplayName("The console in a browser (skipped without chromium and npm ci --prefix src/browser)")
@EnabledIf(
    value = "org.workbinroutes.browser.Chromium#isThereOrDemanded",
    disabledReason = "There is no chromium, or npm ci --prefix src/browser was not run")
class ConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final String HOSTILE = "<img src=x onerror=\"document.title='TAKEN'\">\"'&${x}";

  private static final String KEY = ApiKey.generate(new SecureRandom());
  private static final String READ_KEY = ApiKey.generate(new SecureRandom());

  @TempDir static Path folder;

  private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();
  private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
  private static HttpServer receiver;
  private static SimulatorServer gws;
  private static ProductRig product;
  private static Chromium chromium;

  private final HttpClient http = HttpClient.newHttpClient();
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
          String id = body.path("chatStateResourceV2").path("id").asText();
          boolean taken = !REFUSED.contains(id);
          if (taken) {
            RECEIVED.add(id);
          }
          exchange.sendResponseHeaders(taken ? 204 : 500, -1);
          exchange.close();
        });
    receiver.start();
    gws = SimulatorServer.builder().start();
    product =
        new ProductRig(
            gws,
            folder,
            keys -> {
              keys.put("http.auth", "keys");
              keys.put(
                  "http.keys",
                  "clerk:" + ApiKey.hashOf(KEY) + ",looker:" + ApiKey.hashOf(READ_KEY) + ":read");
              keys.put("gws.retry.attempts", "1");
              keys.put("console.every", "250ms");
              keys.put("camel.routeTemplate[crm].templateId", "sink");
              keys.put(
                  "camel.routeTemplate[crm].to",
                  "webhook:http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
              keys.put("camel.routeTemplate[crm].retries", "0");
              keys.put("camel.routeTemplate[crm].when", "media=chat");
            });
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (product != null) {
      product.close();
    }
    if (gws != null) {
      gws.close();
    }
    receiver.stop(0);
  }

  @BeforeEach
  void openPage() {
    page = chromium.open();
  }

  @AfterEach
  void closePage() {
    page.close();
  }

  private static String base() {
    return "http://127.0.0.1:" + product.httpPort;
  }

  private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void place(String requestId, String interactionId) throws Exception {
    String request =
        JSON.writeValueAsString(
            Map.of(
                "requestId",
                requestId,
                "workbinId",
                "5d487e69-a393-4228-a06f-6a4015ab1b54",
                "placeGroup",
                "MyPlaceGroup",
                "interactionId",
                interactionId,
                "operation",
                "AddChat",
                "attributes",
                Map.of("note", HOSTILE)));
    product.post(request, "X-API-Key", KEY);
  }

  private void awaitState(String requestId, String state) {
    await()
        .atMost(ProductRig.PATIENCE)
        .until(
            () ->
                JSON.readTree(ask("GET", "/placements/" + requestId, "X-API-Key", KEY).body())
                    .path("state")
                    .asText()
                    .equals(state));
  }

  private static void fail(String requestId, String interactionId) throws Exception {
    gws.faults().onAdd(Fault.statusCode(4).forInteraction(interactionId), 1);
    place(requestId, interactionId);
  }

  private void signIn(String key) {
    page.goTo(base() + "/console");
    page.click("#key");
    page.type(key);
    page.press("Enter");
    page.awaitSeen("#view-flow .verdict");
    page.awaitText("#link", "Live");
  }

  private void view(String name) {
    page.click("#views a[data-view='" + name + "']");
    page.awaitSeen("#view-" + name + " h1");
  }

  private String all(String selector) {
    return "[...document.querySelectorAll('" + selector + "')]";
  }

  @Test
  void asksForTheKeyAndShowsHowThingsStand() throws Exception {
    // Given
    page.goTo(base() + "/console");
    page.awaitSeen("#login");
    assertThat(page.evaluate("document.activeElement.id").asText()).isEqualTo("key");
    assertThat(page.errors()).isEmpty();
    page.picture(PICTURES.resolve("login.png"));
    // When
    page.type("wbr_wrong");
    page.press("Enter");
    // Then
    page.awaitText("#login-error", "not accepted");
    assertThat(page.evaluate("document.getElementById('app').hidden").asBoolean()).isTrue();
    // the browser itself notes the answer 401
    assertThat(page.errors()).hasSize(1).allMatch(error -> error.contains("401"));
    page.forgive();
    // When
    page.evaluate("document.getElementById('key').value = ''");
    page.type(KEY);
    page.press("Enter");
    // Then
    page.awaitText("#link", "Live");
    // what other tests have left behind decides which of them it is
    page.await(
        "['good', 'warn', 'bad'].includes(document.querySelector('.verdict').dataset.state)");
    assertThat(page.evaluate("location.href").asText()).doesNotContain(KEY);
    assertThat(page.evaluate("sessionStorage.length + localStorage.length").asInt()).isZero();
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void showsNewFiguresByItself() throws Exception {
    // Given
    signIn(KEY);
    page.awaitSeen(".legend");
    int confirmed =
        page.evaluate(
                all(".legend li")
                    + ".find(li => li.dataset.key === 'CONFIRMED').querySelector('strong')"
                    + ".textContent")
            .asInt();
    // When
    place("live-1", "ixn-live-1");
    // Then
    page.await(
        "Number("
            + all(".legend li")
            + ".find(li => li.dataset.key === 'CONFIRMED').querySelector('strong').textContent)"
            + " > "
            + confirmed);
    page.awaitText("#view-flow", "live-1");
    page.picture(PICTURES.resolve("flow.png"));
    assertThat(overviews()).isGreaterThan(1);
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void hasOneRequestForFiguresUnderWayAtATime() {
    // Given
    signIn(KEY);
    page.evaluate(
        "(() => { const real = window.fetch; window.held = []; window.fetch = (path, ...more) =>"
            + " path === '/console/api/overview' ? new Promise(go => window.held.push(() =>"
            + " go(real(path, ...more)))) : real(path, ...more); })()");
    page.await("window.held.length === 1");
    // When
    for (int i = 0; i < 3; i++) {
      hide(true);
      hide(false);
    }
    // Then
    assertThat(page.evaluate("window.held.length").asInt()).isEqualTo(1);
    // When
    page.evaluate("window.held[0]()");
    // Then
    page.await("window.held.length === 2");
    page.awaitText("#link", "Live");
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void asksNothingWhileItsTabIsHidden() {
    // Given
    signIn(KEY);
    page.evaluate(
        "(() => { const real = window.fetch; window.open = 0; window.asked = 0; window.fetch ="
            + " async (...all) => { window.open++; window.asked++; try { return await"
            + " real(...all); } finally { window.open--; } }; })()");
    page.await("window.asked > 1");
    // When
    hide(true);
    // Then
    page.awaitText("#link", "Paused");
    page.awaitText("#lost", "Paused since ");
    page.await("document.querySelector('#view-flow .verdict').offsetParent === null");
    page.await("window.open === 0");
    int asked = page.evaluate("window.asked").asInt();
    page.evaluate("new Promise(done => setTimeout(done, 1500))");
    assertThat(page.evaluate("window.asked").asInt()).isEqualTo(asked);
    page.awaitText("#link", "Paused");
    // When
    hide(false);
    // Then
    page.awaitText("#link", "Live");
    page.awaitSeen("#view-flow .verdict");
    page.await("document.getElementById('lost').hidden");
    assertThat(page.errors()).isEmpty();
  }

  private void hide(boolean hidden) {
    page.evaluate(
        "(() => { Object.defineProperty(document, 'hidden', {configurable: true, value: "
            + hidden
            + "}); document.dispatchEvent(new Event('visibilitychange')); })()");
  }

  private int overviews() {
    return page.evaluate(
            "performance.getEntriesByType('resource')"
                + ".filter(one => one.name.endsWith('/console/api/overview')).length")
        .asInt();
  }

  @Test
  void findsAPlacementAndTellsItsLife() throws Exception {
    // Given
    place("Order-4711", "ixn-order-4711");
    place("Order-4712", "ixn-order-4712");
    awaitState("Order-4711", "CONFIRMED");
    signIn(KEY);
    view("placements");
    // When
    page.click("#search");
    page.type("IXN-ORDER-4711");
    page.press("Enter");
    // Then
    page.await(all("#view-placements tbody tr") + ".length === 1");
    assertThat(page.text("#view-placements tbody tr")).contains("Order-4711", "CONFIRMED");
    // When
    page.click("#view-placements tbody a");
    // Then
    page.awaitText("#view-placements .headline", "Order-4711");
    assertThat(page.evaluate(all(".life .badge") + ".map(one => one.textContent).join()").asText())
        .startsWith("RECEIVED,")
        .endsWith("CONFIRMED");
    assertThat(page.text(".facts"))
        .contains("ixn-order-4711", "MyPlaceGroup", "AddChat", "http")
        .doesNotContain("TAKEN");
    page.picture(PICTURES.resolve("placement.png"));
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void replaysTheDeadLettersOfASink() throws Exception {
    // Given
    REFUSED.add("ixn-letter");
    place("letter-1", "ixn-letter");
    signIn(KEY);
    view("letters");
    page.awaitText("#view-letters .letters", "crm");
    page.click("#view-letters .letters button");
    page.awaitText("#view-letters .letters", "ixn-letter");
    page.picture(PICTURES.resolve("dead-letters.png"));
    // When
    REFUSED.remove("ixn-letter");
    page.click("#view-letters .letters button.primary");
    // Then
    page.awaitText("#toast", "put back for sink crm");
    await().atMost(ProductRig.PATIENCE).until(() -> RECEIVED.contains("ixn-letter"));
    page.await("!document.querySelector('#view-letters .letters')");
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void throwsDeadLettersAwayOnlyOnceThatWasConfirmed() throws Exception {
    // Given
    REFUSED.add("ixn-purge");
    place("purge-1", "ixn-purge");
    signIn(KEY);
    view("letters");
    // When
    page.click("#view-letters .letters button.danger");
    page.awaitSeen("#confirm");
    page.press("Escape");
    // Then
    page.await("!document.getElementById('confirm').open");
    assertThat(ask("GET", "/sinks/crm/dead-letters", "X-API-Key", KEY).body())
        .contains("ixn-purge");
    // When
    page.click("#view-letters .letters button.danger");
    page.click("#confirm-yes");
    // Then
    page.awaitText("#toast", "thrown away");
    assertThat(ask("GET", "/sinks/crm/dead-letters", "X-API-Key", KEY).body())
        .doesNotContain("ixn-purge");
    assertThat(RECEIVED).doesNotContain("ixn-purge");
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void placesAgainWhatWasGivenUpByKeyboardAlone() throws Exception {
    // Given
    fail("failed-1", "ixn-failed-1");
    awaitState("failed-1", "FAILED");
    page.goTo(base() + "/console");
    page.awaitSeen("#key");
    // When
    page.type(KEY);
    page.press("Enter");
    page.awaitText("#link", "Live");
    page.tabTo("#views a[data-view='letters']");
    assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
        .isEqualTo("solid");
    page.press("Enter");
    page.awaitText("#view-letters", "failed-1");
    assertThat(page.evaluate("document.activeElement.textContent").asText())
        .isEqualTo("Dead letters");
    page.tabTo("button[aria-label='Place failed-1 again']");
    page.press("Enter");
    page.awaitSeen("#confirm");
    page.tabTo("#confirm-yes");
    page.press("Enter");
    // Then
    page.awaitText("#toast", "failed-1 is placed again");
    awaitState("failed-1", "CONFIRMED");
    assertThat(gws.adds("ixn-failed-1").effects()).isEqualTo(1);
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void showsTextFromOutsideAsText() throws Exception {
    // Given
    REFUSED.add(HOSTILE);
    gws.publish(
        Map.of(
            "messageType",
            "WorkbinStateChangeMessage",
            "action",
            "ItemAdded",
            "id",
            HOSTILE,
            "agentGroup",
            HOSTILE,
            "chatStateResourceV2",
            Map.of("id", HOSTILE, "userData", Map.of(HOSTILE, HOSTILE))));
    String request =
        JSON.writeValueAsString(
            Map.of(
                "requestId",
                HOSTILE,
                "workbinId",
                HOSTILE,
                "agentGroup",
                HOSTILE,
                "interactionId",
                HOSTILE));
    assertThat(product.post(request, "X-API-Key", KEY).statusCode()).isIn(200, 202, 422, 502);
    signIn(KEY);
    page.awaitText("#view-flow", "onerror");
    // When
    view("letters");
    page.click("#view-letters .letters button");
    page.awaitText("#view-letters .letters table", "onerror");
    view("placements");
    page.click("#search");
    page.type("<IMG");
    page.press("Enter");
    page.await(all("#view-placements tbody tr") + ".length === 1");
    page.click("#view-placements tbody a");
    // Then
    page.awaitText("#view-placements .headline", HOSTILE);
    assertThat(page.text(".facts")).contains(HOSTILE);
    assertThat(page.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    assertThat(page.evaluate("document.title").asText()).doesNotContain("TAKEN");
    assertThat(page.errors()).isEmpty();
    ask("DELETE", "/sinks/crm/dead-letters", "X-API-Key", KEY);
  }

  @Test
  void whoMayOnlyLookIsToldThatHeMayNotDoMore() throws Exception {
    // Given
    fail("failed-2", "ixn-failed-2");
    awaitState("failed-2", "FAILED");
    signIn(READ_KEY);
    view("letters");
    // When
    page.click("button[aria-label='Place failed-2 again']");
    page.click("#confirm-yes");
    // Then
    page.awaitText("#toast", "This key may look");
    assertThat(page.errors()).hasSize(1).allMatch(error -> error.contains("403"));
    awaitState("failed-2", "FAILED");
  }

  @Test
  void fitsANarrowScreenInTheDark() throws Exception {
    // Given
    place("narrow-1", "an-interaction-with-a-rather-long-id-" + "0".repeat(40));
    fail("narrow-2", "another-with-a-rather-long-id-" + "0".repeat(40));
    page.size(360, 720);
    page.prefer("dark");
    signIn(KEY);
    for (String name : List.of("flow", "placements", "letters", "sinks", "health")) {
      // When
      view(name);
      page.await("document.querySelector('#view-" + name + "').innerText.length > 40");
      // Then
      assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
          .as(name)
          .isLessThanOrEqualTo(360);
      assertThat(
              page.evaluate(
                      all("#view-" + name + " *")
                          + ".filter(one => one.checkVisibility() && !one.closest('.hidden, svg')"
                          + " && one.getBoundingClientRect().right > 361)"
                          + ".map(one => one.outerHTML.slice(0, 80)).join()")
                  .asText())
          .as(name)
          .isEmpty();
      page.picture(PICTURES.resolve("narrow-dark-" + name + ".png"));
    }
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(14, 20, 26)");
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void forgetsTheReaderOnSignOut() throws Exception {
    // Given
    page.goTo(base() + "/console");
    page.click("#keep");
    page.click("#key");
    page.type(KEY);
    page.press("Enter");
    page.awaitText("#link", "Live");
    // When
    page.goTo(base() + "/console");
    // Then
    page.awaitText("#link", "Live");
    // When
    page.click("#sign-out");
    // Then
    page.awaitSeen("#login");
    assertThat(page.evaluate("sessionStorage.length").asInt()).isZero();
    assertThat(page.errors()).isEmpty();
  }

  @Test
  void servesThePageToEverybodyAndFiguresToNobodyWithoutAKey() throws Exception {
    // When
    HttpResponse<String> index = ask("GET", "/console");
    // Then
    assertThat(index.statusCode()).isEqualTo(200);
    assertThat(index.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(index.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(index.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(index.body()).doesNotContain("<style", "style=", "onclick", "http://", "https://");
    String tag = index.headers().firstValue("ETag").orElseThrow();
    assertThat(ask("GET", "/console", "If-None-Match", tag).statusCode()).isEqualTo(304);
    for (String path :
        List.of(
            "/console/api/overview",
            "/console/api/health",
            "/console/api/placements",
            "/console/../console/api/overview",
            "/console/x",
            "/placements")) {
      assertThat(ask("GET", path).statusCode()).as(path).isIn(401, 429);
    }
    assertThat(ask("POST", "/console").statusCode()).isIn(401, 429);
    HttpResponse<String> overview = ask("GET", "/console/api/overview", "X-API-Key", KEY);
    assertThat(overview.statusCode()).isEqualTo(200);
    assertThat(overview.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(JSON.readTree(overview.body()).at("/flow/placements/FAILED").isNumber()).isTrue();
    assertThat(overview.headers().map().keySet()).doesNotContain("x-api-key", "host");
  }
}
