package org.workbinroutes.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least of a GWS: lets everybody in, accepts every call after a delay, and does nothing. A
 * process of its own, so that its cost is not counted as the caller's. {@code PUT /delay/MILLIS}
 * sets the delay.
 */
final class Target {
  private static final String ME =
      "{\"statusCode\":0,\"user\":{\"id\":\"u\",\"userName\":\"agent\"}}";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong references = new AtomicLong();
  private volatile long delayMillis;

  /**
   * Listens and prints its port.
   *
   * @param args none
   */
  public static void main(String[] args) {
    new Target().listen();
  }

  private void listen() {
    vertx
        .createHttpServer()
        .requestHandler(this::handle)
        .listen(0, "127.0.0.1")
        .onSuccess(server -> System.out.println("PORT " + server.actualPort()))
        .onFailure(
            failure -> {
              System.err.println(failure.getMessage());
              System.exit(1);
            });
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request));
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response =
        request.response().putHeader("Content-Type", "application/json;charset=UTF-8");
    switch (request.method().name()) {
      case "GET" ->
          response
              .putHeader("Set-Cookie", "JSESSIONID=bench; Path=/; HttpOnly")
              .putHeader("X-CSRF-HEADER", "X-CSRF-TOKEN")
              .putHeader("X-CSRF-TOKEN", "bench")
              .end(ME);
      case "PUT" -> {
        delayMillis = Long.parseLong(request.path().substring("/delay/".length()));
        response.end("{}");
      }
      default -> {
        String json = "{\"statusCode\":0,\"referenceId\":" + references.incrementAndGet() + "}";
        if (delayMillis == 0) {
          response.end(json);
        } else {
          vertx.setTimer(delayMillis, timer -> response.end(json));
        }
      }
    }
  }
}
