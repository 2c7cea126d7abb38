package org.workbinroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The notifications that arrived at one receiver, in their order. Safe for many threads. */
final class Heard {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();

  void add(String json) {
    notifications.add(parse(json));
  }

  void add(JsonNode notification) {
    notifications.add(notification);
  }

  int size() {
    return notifications.size();
  }

  /** The interactions that were told to be in a workbin now. */
  Set<String> added() {
    return added(notifications);
  }

  static Set<String> added(List<JsonNode> notifications) {
    return notifications.stream()
        .filter(n -> "ItemAdded".equals(n.path("action").asText()))
        .flatMap(n -> n.properties().stream())
        .filter(field -> field.getKey().endsWith("StateResourceV2"))
        .map(field -> field.getValue().path("id").asText())
        .collect(Collectors.toSet());
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
