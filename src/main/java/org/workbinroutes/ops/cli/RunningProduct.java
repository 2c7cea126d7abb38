package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.http.HttpServerSettings;

/**
 * The product as a command reaches it while it runs.
 *
 * @param key lets the caller in; null if none is needed
 */
record RunningProduct(HttpClient http, URI base, String key) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  static RunningProduct of(Configuration configuration) {
    HttpServerSettings server = HttpServerSettings.of(configuration);
    HttpClient.Builder client = client();
    if (server.tls() != null) {
      client.sslContext(server.tls().ownClient());
    }
    return new RunningProduct(
        client.build(),
        URI.create(server.localUrl()),
        configuration.find(HttpOptions.CLIENT_KEY).orElse(null));
  }

  /** The product at an address. */
  static RunningProduct at(URI url) {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException("--url: write it as http://127.0.0.1:8080");
    }
    return new RunningProduct(
        client().build(), url, System.getenv(HttpOptions.CLIENT_KEY.environmentName()));
  }

  /**
   * A request to it.
   *
   * @param timeout how long the answer may take
   */
  HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.toString().replaceFirst("/+$", "") + path))
            .timeout(timeout);
    return key == null ? request : request.header("X-API-Key", key);
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient.Builder client() {
    return HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
  }
}
