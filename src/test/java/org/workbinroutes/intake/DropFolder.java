package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A drop folder with its shipped route; several can share a folder, as nodes do. */
final class DropFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final IntakeContext intake;
  private final Path data;

  DropFolder(Path data) throws Exception {
    this.data = data;
    this.intake = new IntakeContext();
    intake.load("intake-file.camel.yaml");
    Files.createDirectories(data.resolve("inbox"));
  }

  void start(String... more) {
    Map<String, Object> parameters = new HashMap<>();
    for (String folder : List.of("done", "failed", "results")) {
      parameters.put(folder, data.resolve(folder).toString());
    }
    parameters.put("directory", data.resolve("inbox").toString());
    parameters.put("delay", "50");
    parameters.put("minAge", "1");
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    intake.instantiate("file-intake", "drop", parameters);
    intake.context.start();
  }

  void drop(String name, String content) throws IOException {
    drop(name, content.getBytes(UTF_8));
  }

  void drop(String name, byte[] content) throws IOException {
    Path file = data.resolve("inbox").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  Path path(String path) {
    return data.resolve(path);
  }

  String text(String path) throws IOException {
    return Files.readString(data.resolve(path));
  }

  void awaitFile(String path) {
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(data.resolve(path)));
  }

  /** Waits until a file is in its place, and not just its name. */
  void awaitGone(String name) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.notExists(data.resolve("inbox").resolve(name)));
  }

  List<JsonNode> results(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("results/" + name + ".results.ndjson"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  List<String> placed() {
    synchronized (intake.gws.requests) {
      return intake.gws.requests.stream().map(request -> request.requestId()).toList();
    }
  }

  List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".moving"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    intake.close();
  }
}
