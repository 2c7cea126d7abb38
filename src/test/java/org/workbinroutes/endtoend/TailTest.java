package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.simulator.Media;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/**
 * Notifications on their way through the whole product: whose they are, who gets them, who looks
 * on.
 */
@Timeout(120)
class TailTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUEST =
      "{\"requestId\":\"%s\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"%s\","
          + "\"attributes\":{\"order\":4711}}";

  @TempDir static Path folder;
  private static SimulatorServer gws;
  private static ProductRig product;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    gws = SimulatorServer.builder().start();
    product =
        new ProductRig(
            gws,
            folder,
            keys -> {
              keys.put("workbin.redact", "neverWrite");
              keys.put("camel.routeTemplate[audit].when", "media=chat");
              keys.put("camel.routeTemplate[audit].format", "flat");
              keys.put(
                  "camel.routeTemplate[audit].fields",
                  "interactionId,requestId,source,attributes.order");
              keys.put("camel.routeTemplate[default].templateId", "sink");
              keys.put(
                  "camel.routeTemplate[default].to",
                  "ndjson:{{workbin.data}}/sinks/default.ndjson");
              keys.put("camel.routeTemplate[default].format", "cloudevents");
            });
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
    gws.close();
  }

  private void place(String interactionId, Media media) throws Exception {
    gws.interaction(
        interactionId,
        media,
        Map.of("id", interactionId, "userData", Map.of("neverWrite", "MARK-G", "caseId", "C-7")));
    product.post(REQUEST.formatted("r-" + interactionId, interactionId));
  }

  private static List<JsonNode> lines(String file) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    Path path = product.data.resolve("sinks").resolve(file);
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path)) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(base() + path)).header("X-Probe", "1").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String base() {
    return "http://127.0.0.1:" + product.httpPort;
  }

  @Test
  void a_sink_is_told_whose_a_notification_is() throws Exception {
    // When
    place("chat-1", Media.CHAT);
    // Then
    await()
        .atMost(ProductRig.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines("audit.ndjson"))
                    .extracting(JsonNode::toString)
                    .contains(
                        "{\"interactionId\":\"chat-1\",\"requestId\":\"r-chat-1\","
                            + "\"source\":\"http\",\"attributes.order\":4711}"));
  }

  @Test
  void what_no_other_sink_takes_goes_to_the_default_sink() throws Exception {
    // When
    place("mail-1", Media.EMAIL);
    place("chat-2", Media.CHAT);
    // Then
    await()
        .atMost(ProductRig.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines("default.ndjson"))
                    .anySatisfy(
                        event -> {
                          assertThat(event.path("subject").asText()).isEqualTo("mail-1");
                          assertThat(event.at("/data/placement/requestId").asText())
                              .isEqualTo("r-mail-1");
                        }));
    await()
        .atMost(ProductRig.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines("audit.ndjson"))
                    .extracting(row -> row.path("interactionId").asText())
                    .contains("chat-2"));
    assertThat(lines("default.ndjson"))
        .extracting(event -> event.path("subject").asText())
        .doesNotContain("chat-1", "chat-2");
  }

  @Test
  void tail_prints_what_the_product_hears() throws Exception {
    // Given
    CommandLine command = WorkbinRoutes.commandLine();
    StringWriter out = new StringWriter();
    command.setOut(new PrintWriter(out));
    CompletableFuture<Integer> tail =
        CompletableFuture.supplyAsync(
            () ->
                command.execute(
                    "tail",
                    "--url",
                    base(),
                    "--when",
                    "ours=true; media=tweet",
                    "--format",
                    "flat",
                    "--fields",
                    "interactionId,requestId,userData.*",
                    "--count",
                    "1"));
    // When
    await()
        .atMost(ProductRig.PATIENCE)
        .pollInterval(300, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              // as long as it has not begun to listen
              place("chat-" + System.nanoTime(), Media.CHAT);
              place("tweet-" + System.nanoTime(), Media.TWEET);
              return tail.isDone();
            });
    // Then
    assertThat(tail.join()).isZero();
    JsonNode printed = JSON.readTree(out.toString());
    assertThat(printed.path("interactionId").asText()).startsWith("tweet-");
    assertThat(printed.path("requestId").asText())
        .isEqualTo("r-" + printed.path("interactionId").asText());
    assertThat(printed.path("userData.caseId").asText()).isEqualTo("C-7");
    assertThat(out.toString()).doesNotContain("MARK-G");
  }

  @Test
  void the_answer_says_where_to_go_on_and_nothing_of_the_request() throws Exception {
    // Given
    HttpResponse<String> first = get("/notifications");
    String next = JSON.readTree(first.body()).path("next").asText();
    // When
    place("chat-3", Media.CHAT);
    HttpResponse<String> second = get("/notifications?wait=20&after=" + next);
    // Then
    assertThat(first.headers().firstValue("content-type")).contains("application/x-ndjson");
    assertThat(first.headers().firstValue("cache-control")).contains("no-store");
    assertThat(first.headers().map().keySet()).doesNotContain("host", "user-agent", "x-probe");
    List<String> lines = second.body().lines().toList();
    assertThat(lines.size()).isGreaterThan(1);
    assertThat(JSON.readTree(lines.get(0)).path("next").asText()).isNotEqualTo(next);
    assertThat(lines.get(1)).contains("messageType").doesNotContain("MARK-G");
  }

  @Test
  void what_is_no_question_is_refused() throws Exception {
    for (String query :
        List.of("?after=x", "?wait=x", "?wait=21", "?wait=-1", "?Host=localhost", "?a", "?wait")) {
      HttpResponse<String> answer = get("/notifications" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
      assertThat(JSON.readTree(answer.body()).path("type").asText())
          .isEqualTo("urn:workbinroutes:problem:query");
    }
    HttpResponse<String> post = product.postTo("/notifications", "{}");
    assertThat(post.statusCode()).isEqualTo(405);
  }

  @Test
  void a_page_whose_name_was_led_to_this_machine_learns_nothing() throws Exception {
    // Given
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), product.httpPort)) {
      socket.setSoTimeout(10_000);
      // When
      socket
          .getOutputStream()
          .write(
              "GET /notifications?Host=localhost HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // Then
      assertThat(answer).startsWith("HTTP/1.1 421").contains("foreign-host");
    }
  }

  @Test
  void those_who_wait_leave_room_for_the_intake() throws Exception {
    // Given
    String next =
        JSON.readTree(get("/notifications?after=00000000.0").body().lines().findFirst().get())
            .path("next")
            .asText();
    URI wait =
        URI.create(base() + "/notifications?wait=20&after=" + next.replaceAll("\\..*", ".999999"));
    List<CompletableFuture<HttpResponse<String>>> waiting = new CopyOnWriteArrayList<>();
    // When
    for (int i = 0; i < 8; i++) {
      waiting.add(getLater(wait));
    }
    // Then
    await()
        .atMost(ProductRig.PATIENCE)
        .until(
            () -> {
              // one that a late notification of another test has answered waits anew
              List<CompletableFuture<HttpResponse<String>>> early = answered(waiting, 200);
              waiting.removeIf(answer -> early.stream().anyMatch(other -> other == answer));
              early.forEach(answer -> waiting.add(getLater(wait)));
              return answered(waiting, 503).size() >= 4;
            });
    assertThat(product.post("{}").statusCode()).isEqualTo(400);
    place("chat-4", Media.CHAT);
    waiting.forEach(CompletableFuture::join);
  }

  private CompletableFuture<HttpResponse<String>> getLater(URI uri) {
    return http.sendAsync(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<CompletableFuture<HttpResponse<String>>> answered(
      List<CompletableFuture<HttpResponse<String>>> requests, int status) {
    return requests.stream()
        .filter(request -> request.isDone() && request.join().statusCode() == status)
        .toList();
  }
}
