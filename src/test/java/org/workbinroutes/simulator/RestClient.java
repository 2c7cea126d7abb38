package org.workbinroutes.simulator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A plain GWS client for the simulator's own tests. */
final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(cookies)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final SimulatorServer gws;
  private String csrfHeader;
  private String csrfToken;

  RestClient(SimulatorServer gws) {
    this.gws = gws;
  }

  static RestClient loggedIn(SimulatorServer gws) throws Exception {
    RestClient client = new RestClient(gws);
    client.login("agent", "secret");
    return client;
  }

  HttpResponse<String> login(String user, String password) throws Exception {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer = get("/api/v2/me", "Authorization", "Basic " + credentials);
    takeCsrf(answer);
    return answer;
  }

  void takeCsrf(HttpResponse<String> answer) {
    csrfHeader = answer.headers().firstValue("X-CSRF-HEADER").orElse(null);
    csrfToken = answer.headers().firstValue("X-CSRF-TOKEN").orElse(null);
  }

  void csrf(String header, String token) {
    csrfHeader = header;
    csrfToken = token;
  }

  CookieManager cookies() {
    return cookies;
  }

  HttpResponse<String> get(String pathAndQuery, String... headers) throws Exception {
    return send(request(pathAndQuery, headers).GET().build());
  }

  HttpResponse<String> post(String pathAndQuery, String body, String... headers) throws Exception {
    return send(postRequest(pathAndQuery, body, headers));
  }

  HttpResponse<String> operate(BinAddress bin, String operation, String interactionId)
      throws Exception {
    return post(path(bin), body(operation, interactionId));
  }

  CompletableFuture<HttpResponse<String>> operateAsync(
      BinAddress bin, String operation, String interactionId) {
    return postAsync(path(bin), body(operation, interactionId));
  }

  CompletableFuture<HttpResponse<String>> postAsync(String pathAndQuery, String body) {
    return http.sendAsync(postRequest(pathAndQuery, body), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> add(BinAddress bin, String interactionId) throws Exception {
    return operate(bin, "AddInteraction", interactionId);
  }

  HttpResponse<String> subscribe(BinAddress bin) throws Exception {
    return operate(bin, "Subscribe", null);
  }

  static Map<String, Object> json(HttpResponse<String> answer) throws IOException {
    return JSON.readValue(answer.body(), new TypeReference<Map<String, Object>>() {});
  }

  static Object statusCode(HttpResponse<String> answer) throws IOException {
    return json(answer).get("statusCode");
  }

  static String path(BinAddress bin) {
    return "/api/v2/me/workbins/"
        + encoded(bin.workbinId())
        + "?"
        + bin.type().groupParameter()
        + "="
        + encoded(bin.group());
  }

  static String body(String operation, String interactionId) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (operation != null) {
      body.put("operationName", operation);
    }
    if (interactionId != null) {
      body.put("id", interactionId);
    }
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest postRequest(String pathAndQuery, String body, String... headers) {
    HttpRequest.Builder request =
        request(pathAndQuery, headers).header("Content-Type", "application/json");
    if (csrfHeader != null) {
      request.header(csrfHeader, csrfToken);
    }
    return request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  private HttpRequest.Builder request(String pathAndQuery, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gws.url() + pathAndQuery))
            .timeout(Duration.ofSeconds(10));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
