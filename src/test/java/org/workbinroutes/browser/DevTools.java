package org.workbinroutes.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The connection to a browser: commands with their answers, and events. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
  private final StringBuilder part = new StringBuilder();
  private final Object sending = new Object();
  private final WebSocket socket;

  DevTools(URI address) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, this)
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** Has events of a session go to a listener. */
  void listen(String session, Consumer<JsonNode> listener) {
    listeners.put(session, listener);
  }

  /** Sends a command, to a session or, with null, to the browser, and waits for its answer. */
  JsonNode send(String session, String method, Map<String, ?> parameters) {
    long id = ids.incrementAndGet();
    ObjectNode command = json.createObjectNode().put("id", id).put("method", method);
    command.set("params", json.valueToTree(parameters));
    if (session != null) {
      command.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    synchronized (sending) {
      socket.sendText(command.toString(), true).join();
    }
    JsonNode told = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (told.has("error")) {
      throw new IllegalStateException(method + ": " + told.get("error"));
    }
    return told.path("result");
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      try {
        take(json.readTree(part.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        part.setLength(0);
      }
    }
    from.request(1);
    return null;
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = asked.remove(message.get("id").asLong());
      if (answer != null) {
        answer.complete(message);
      }
    } else {
      Consumer<JsonNode> listener = listeners.get(message.path("sessionId").asText());
      if (listener != null) {
        listener.accept(message);
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
