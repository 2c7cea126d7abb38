package org.workbinroutes.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own that says at which port it listens. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("(?:PORT |.*://127\\.0\\.0\\.1:)(\\d+).*");

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts {@link Target}. */
  static ServerProcess target() throws IOException {
    return start("org.workbinroutes.bench.Target");
  }

  /** Starts the GWS simulator. */
  static ServerProcess simulator(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("org.workbinroutes.simulator.SimulatorMain"));
    all.addAll(List.of("--port", "0"));
    all.addAll(List.of(arguments));
    return start(all.toArray(String[]::new));
  }

  /** Starts {@link NotificationSource}. */
  static ServerProcess notificationSource() throws IOException {
    return start("org.workbinroutes.bench.NotificationSource");
  }

  /** Writes a line to its standard input. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  private static ServerProcess start(String... main) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), "-Dlog4j2.level=WARN"));
    command.addAll(List.of(main));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = PORT.matcher(line);
      if (matcher.matches()) {
        Thread rest =
            new Thread(
                () -> {
                  try {
                    while (lines.readLine() != null) {
                      // what nobody reads would stop the server
                    }
                  } catch (IOException ended) {
                    // with the process
                  }
                });
        rest.setDaemon(true);
        rest.start();
        return new ServerProcess(process, Integer.parseInt(matcher.group(1)));
      }
    }
    throw new IOException("The server " + main[0] + " ended before it listened");
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Has {@link Target} take so long for each call. */
  void delay(long millis) throws IOException, InterruptedException {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url() + "/delay/" + millis))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
