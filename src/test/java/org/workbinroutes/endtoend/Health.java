package org.workbinroutes.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What a probe of a running product is answered. */
record Health(int status, JsonNode json, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Asks {@code /observe/health}, or what follows it, {@code /live} or {@code /ready}. */
  static Health of(HttpClient http, int port, String which)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + port + "/observe/health" + which + "?data=true"))
                .timeout(ProductRig.PATIENCE)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new Health(answer.statusCode(), JSON.readTree(answer.body()), answer.body());
  }

  /** {@code UP} or {@code DOWN}; empty if there is no such part. */
  String part(String name) {
    return find(name).path("status").asText();
  }

  JsonNode detail(String part, String name) {
    return find(part).path("data").path(name);
  }

  List<String> parts() {
    List<String> names = new ArrayList<>();
    json.path("checks").forEach(check -> names.add(check.path("name").asText()));
    return names;
  }

  private JsonNode find(String name) {
    for (JsonNode check : json.path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    return JSON.missingNode();
  }
}
