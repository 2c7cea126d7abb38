package org.workbinroutes.attacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.workbinroutes.guarantees.ProductProcess;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.outbound.RawServer;
import org.workbinroutes.simulator.SimulatorServer;

/** A product under attack with all that stands around it. */
final class Target implements AutoCloseable {
  private static final Duration ONE_TRY = Duration.ofSeconds(15);
  private static final Duration START = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final SimulatorServer gws;
  private final HostileGws front;
  private final Path home;
  private final Path folder;
  private final Duration patience;
  private String key;
  private int descriptors;
  private final List<RawServer> servers = new ArrayList<>();
  private Map<String, String> settings = Map.of();
  private ProductProcess product;
  private Watch watch;

  /**
   * Sets up what stands around the product.
   *
   * @param home the product's folder
   * @param folder for configuration and data
   * @param patience how long an honest request may take
   */
  Target(Path home, Path folder, Duration patience) throws IOException {
    this.home = home;
    this.folder = folder;
    this.patience = patience;
    this.gws = SimulatorServer.builder().acceptUnknownWorkbins(true).start();
    gws.logRequests(false);
    this.front = new HostileGws(gws.url());
  }

  /**
   * Starts the product for an attack.
   *
   * @return false if it refuses to start
   */
  boolean start(Attack attack) throws Exception {
    descriptors = attack.descriptors();
    return start(attack.settings(this));
  }

  /**
   * Starts the product.
   *
   * @return false if it refuses to start
   */
  boolean start(Map<String, String> with) throws IOException, InterruptedException {
    settings = with;
    product = new ProductProcess(home, folder, "", front.url(), settings);
    return startAgain();
  }

  private boolean startAgain() throws IOException, InterruptedException {
    long from = Files.exists(product.log()) ? Files.size(product.log()) : 0;
    product.start(
        descriptors == 0
            ? List.of()
            : List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$0\" \"$@\""));
    boolean isReady = within(START, () -> product.exitCode() != null || isReady(from));
    return isReady && product.exitCode() == null;
  }

  private boolean isReady(long from) throws IOException {
    return log(from).contains("ready in");
  }

  /**
   * Starts the product again if it has ended by itself.
   *
   * @param time how long to wait for its end
   * @return whether it had ended
   */
  boolean isEndedWithin(Duration time) throws IOException, InterruptedException {
    if (!within(time, () -> product.exitCode() != null)) {
      return false;
    }
    if (watch != null) {
      watch.ended(product.exitCode());
    }
    return true;
  }

  /** Whether it runs. */
  boolean isRunning() {
    return product.exitCode() == null;
  }

  /** Starts it once more after its end. */
  boolean restart() throws IOException, InterruptedException {
    return startAgain();
  }

  Watch watch() throws IOException {
    watch = new Watch(product);
    return watch;
  }

  ProductProcess product() {
    return product;
  }

  SimulatorServer gws() {
    return gws;
  }

  HostileGws front() {
    return front;
  }

  Path folder() {
    return folder;
  }

  Path home() {
    return home;
  }

  Duration patience() {
    return patience;
  }

  /** Opens a server beside GWS, until the end of the attack. */
  RawServer serve(RawServer.Service service) throws IOException {
    RawServer server = new RawServer(service);
    servers.add(server);
    return server;
  }

  /** What the product was configured with for this attack. */
  String setting(String name) {
    return settings.get(name);
  }

  /** Has the product ask for a key, which honest callers have. */
  Map<String, String> loginByKey() throws NoSuchAlgorithmException {
    key = "honest0123456789".repeat(3);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    return Map.of("http.auth", "keys", "http.keys", "honest:" + HexFormat.of().formatHex(hash));
  }

  /** What the log has got since it had so many bytes. */
  String log(long from) throws IOException {
    byte[] all = Files.readAllBytes(product.log());
    int begin = (int) Math.min(from, all.length);
    return new String(all, begin, all.length - begin, StandardCharsets.UTF_8);
  }

  /** Has an honest caller place a request of a workbin of its own over HTTP. */
  Honest place() throws InterruptedException {
    return place("honest-" + NUMBERS.incrementAndGet());
  }

  private Honest place(String id) throws InterruptedException {
    long began = System.nanoTime();
    AtomicInteger tries = new AtomicInteger();
    String[] last = {"no answer"};
    boolean isConfirmed =
        within(
            patience,
            () -> {
              tries.incrementAndGet();
              try {
                last[0] = post(request(id, "bin-" + id, "0001" + id));
                last[0] = state(id);
                return last[0].equals("CONFIRMED")
                    || last[0].equals("REJECTED")
                    || last[0].equals("FAILED");
              } catch (IOException silent) {
                return false;
              }
            });
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    boolean isInTime = isConfirmed && took.compareTo(patience) <= 0;
    return new Honest(isInTime && last[0].equals("CONFIRMED"), last[0], took);
  }

  /** Hands a request in and does not wait for its placement. */
  String post(String json) throws IOException {
    RawHttp.Answer answer =
        http().post("/placements?wait=none", json, login("Content-Type: application/json"));
    return "HTTP " + answer.status;
  }

  /** The state of a request; a text that begins with HTTP if there is none. */
  String state(String requestId) throws IOException {
    RawHttp.Answer answer = http().get("/placements/" + requestId, login());
    return answer.status == 200 ? answer.json().path("state").asText() : "HTTP " + answer.status;
  }

  JsonNode placement(String requestId) throws IOException {
    return JSON.readTree(http().get("/placements/" + requestId, login()).body);
  }

  /** What health says of a part. */
  String health(String part) {
    try {
      String body = management().get("/observe/health").body;
      for (JsonNode check : JSON.readTree(body).path("checks")) {
        if (check.path("name").asText().equals(part)) {
          return check.path("status").asText();
        }
      }
      return "not named";
    } catch (IOException silent) {
      return "no answer";
    }
  }

  RawHttp http() {
    return new RawHttp(product.httpPort(), ONE_TRY);
  }

  RawHttp management() {
    return new RawHttp(product.managementPort(), ONE_TRY);
  }

  private String[] login(String... headers) {
    if (key == null) {
      return headers;
    }
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "X-API-Key: " + key;
    return all;
  }

  static String request(String requestId, String workbinId, String interactionId) {
    return """
    {"requestId":"%s","workbinId":"%s","agentGroup":"Honest","interactionId":"%s"}\
    """
        .formatted(requestId, workbinId, interactionId);
  }

  /** Waits for something to become true. */
  static boolean within(Duration time, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (true) {
      try {
        if (condition.holds()) {
          return true;
        }
      } catch (IOException notYet) {
        // asked again
      }
      if (System.nanoTime() - end > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Something that may come true. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * What became of an honest request.
   *
   * @param isConfirmed whether it was placed and seen in its workbin
   * @param last the last answer
   * @param took how long that took
   */
  record Honest(boolean isConfirmed, String last, Duration took) {
    @Override
    public String toString() {
      double seconds = took.toMillis() / 1000.0;
      return isConfirmed
          ? "placed in %.1f s".formatted(seconds)
          : "not placed in %.0f s (%s)".formatted(seconds, last);
    }
  }

  @Override
  public void close() throws IOException {
    if (watch != null) {
      watch.close();
    }
    if (product != null) {
      product.close();
    }
    for (RawServer server : servers) {
      server.close();
    }
    front.close();
    gws.close();
  }
}
