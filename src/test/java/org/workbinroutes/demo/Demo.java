package org.workbinroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * Shows the packaged product at work against the simulator and checks it against the simulator's
 * books. Ends with 0 if all of it came true, with 1 and the reason if not.
 *
 * <p>Arguments: the folder of the packaged product, the folder to work in, and {@code true} to
 * leave all running at the end.
 */
public final class Demo {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration ALL = Duration.ofMinutes(3);
  private static final String PLACEMENTS = "workbin.placements";
  private static final String DEAD_LETTERS = "workbin.dead-letters";
  private static final String TOPIC = "workbin.notifications";
  private static final String USER = "demo";

  private final Screen screen = new Screen(System.out);
  private final List<Sample> files = Sample.read("placements.ndjson");
  private final List<Sample> messages = Sample.read("messages.ndjson");
  private final List<Sample> posts = Sample.read("posts.ndjson");
  private final Heard onTopic = new Heard();
  private final Heard atWebhook = new Heard();
  private final Heard inBrowser = new Heard();
  private final String password = UUID.randomUUID().toString();
  private final int httpPort = FreePort.next();
  private final int brokerPort = FreePort.next();
  private final int cometdPort = FreePort.next();
  private final Path home;
  private final Path folder;
  private final Path data;
  private final boolean keep;

  private Demo(Path home, Path folder, boolean keep) throws IOException {
    this.home = home;
    this.folder = folder;
    this.data = folder.resolve("data");
    this.keep = keep;
  }

  /**
   * Runs the demo and ends the process.
   *
   * @param arguments see above
   */
  public static void main(String[] arguments) {
    Thread watchdog = new Thread(Demo::giveUp, "demo-watchdog");
    watchdog.setDaemon(true);
    int code = 1;
    try {
      Demo demo =
          new Demo(
              Path.of(arguments[0]).toAbsolutePath(),
              Path.of(arguments[1]).toAbsolutePath(),
              Boolean.parseBoolean(arguments[2]));
      if (!demo.keep) {
        watchdog.start();
      }
      demo.run();
      code = 0;
    } catch (DemoFailure | ConditionTimeoutException e) {
      System.out.println("\nThe demo failed: " + e.getMessage() + "\n");
    } catch (Exception e) {
      System.out.println("\nThe demo failed:");
      e.printStackTrace(System.out);
    }
    System.exit(code);
  }

  private static void giveUp() {
    try {
      Thread.sleep(ALL.toMillis());
    } catch (InterruptedException e) {
      return;
    }
    System.out.println("\nThe demo failed: it took more than " + ALL.toMinutes() + " minutes\n");
    System.exit(1);
  }

  private void run() throws Exception {
    long begin = System.nanoTime();
    clear(folder);
    screen.title("workbin-routes: interactions into Genesys group workbins");
    screen.step("Start: a GWS simulator, a web application, and the packaged product");
    try (SimulatorServer gws = simulator();
        WebhookReceiver webhook = new WebhookReceiver(atWebhook);
        PackagedProduct product =
            new PackagedProduct(
                home,
                folder,
                properties(gws.url(), webhook.url()),
                Map.of("GWS_PASSWORD", "secret", "WORKBIN_BROKER_PASSWORD", password),
                httpPort)) {
      screen.line("GWS simulator    " + gws.url() + " (Basic login, CSRF, CometD)");
      screen.line("workbin-routes   " + product.address() + ", " + product.awaitReady(START));
      try (Bus bus = new Bus("tcp://127.0.0.1:" + brokerPort, USER, password);
          Browser browser = new Browser("http://127.0.0.1:" + cometdPort + "/cometd")) {
        bus.listen(TOPIC, onTopic);
        browser.listen("/notifications", inBrowser);
        play(gws, product, bus);
        screen.end("All of it came true, in %.1f s.".formatted((System.nanoTime() - begin) / 1e9));
        if (keep) {
          stay(product);
        }
      }
      if (!product.stop()) {
        throw new DemoFailure("workbin-routes did not stop by itself; see " + product.logFile());
      }
    }
  }

  private void play(SimulatorServer gws, PackagedProduct product, Bus bus) throws Exception {
    Map<String, List<Sample>> intakes = Map.of("file", files, "JMS", messages, "HTTP", posts);
    int refusedFiles = dropFile();
    int refusedMessages = sendMessages(bus);
    int refusedPosts = post(product);
    Map<String, Integer> refused =
        Map.of("file", refusedFiles, "JMS", refusedMessages, "HTTP", refusedPosts);

    Books books = new Books(gws, Stream.of(files, messages, posts).flatMap(List::stream).toList());
    screen.step("Confirmation: GWS tells by CometD what really lies in a workbin");
    awaitConfirmed(product, books.good());
    JsonNode one = product.placement("http-1");
    screen.line("GET /placements/http-1 -> " + one.path("state").asText());

    screen.step("Sinks: each gets the notifications that its rule takes");
    Map<String, Predicate<Sample>> rules =
        Map.of(
            "file", sample -> true,
            "JMS topic", sample -> true,
            "webhook", Sample::isPlaceGroup,
            "CometD", sample -> !sample.isPlaceGroup() && sample.group().equals("MyAgentGroup"));
    awaitHeard(books, rules);
    screen.line("file       " + folder.getParent().relativize(sinkFile()) + "  (everything)");
    screen.line("JMS topic  " + TOPIC + "  (everything)");
    screen.line("webhook    POST to a web application  (action=ItemAdded; groupKind=placeGroup)");
    screen.line("CometD     /notifications, for browsers  (action=ItemAdded; group=MyAgentGroup)");
    screen.line("one of them: " + shorten(firstItem()));

    screen.step("The books: compared with what lies in the simulator's workbins");
    List<String> problems = new ArrayList<>(books.workbinProblems());
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("intake", "sent", "placed", "confirmed", "refused"));
    for (String intake : List.of("file", "JMS", "HTTP")) {
      List<Sample> samples = intakes.get(intake);
      int placed =
          count(samples, sample -> gws.contents(sample.bin()).contains(sample.interactionId()));
      int confirmed = 0;
      for (Sample sample : samples) {
        confirmed += isConfirmed(product, sample) ? 1 : 0;
      }
      table.add(row(intake, samples.size(), placed, confirmed, refused.get(intake)));
      int good = count(samples, sample -> !sample.isBad());
      if (placed != good || confirmed != good || refused.get(intake) != samples.size() - good) {
        problems.add("intake " + intake + " does not add up");
      }
    }
    screen.line("");
    screen.table(table);
    List<List<String>> sinks = new ArrayList<>();
    sinks.add(List.of("sink", "notifications", "interactions added"));
    for (String sink : List.of("file", "JMS topic", "webhook", "CometD")) {
      sinks.add(row(sink, heardCount(sink), heard(sink).size()));
      problems.addAll(books.receiverProblems(sink, heard(sink), rules.get(sink)));
    }
    screen.table(sinks);
    if (!problems.isEmpty()) {
      throw new DemoFailure(String.join("\n  ", problems));
    }
    screen.line(
        "Each of the " + books.good().size() + " interactions lies in its workbin exactly once.");
    screen.line("All eight operations, agent groups and place groups, with and without saveLAR.");
    screen.line("");
  }

  private int dropFile() throws IOException {
    screen.step("File: drop placements.ndjson with " + files.size() + " records into data/inbox");
    Path elsewhere = Files.createDirectories(data).resolve("placements.ndjson.part");
    Files.write(elsewhere, files.stream().map(Sample::json).toList());
    Path inbox = Files.createDirectories(data.resolve("inbox"));
    Files.move(elsewhere, inbox.resolve("placements.ndjson"), StandardCopyOption.ATOMIC_MOVE);
    Path done = data.resolve("done/placements.ndjson");
    Awaitility.await("the dropped file is in data/done")
        .atMost(PATIENCE)
        .until(() -> Files.exists(done));
    int refused = 0;
    for (JsonNode result : results("placements.ndjson")) {
      if (result.path("state").asText().equals("REFUSED")) {
        refused++;
        screen.line("line " + result.path("line") + " refused:");
        errors(result);
      } else {
        screen.line(
            "line " + result.path("line") + " " + told(files, result.path("requestId").asText()));
      }
    }
    return refused;
  }

  /** The result file has its lines in the order in which they became known. */
  private List<JsonNode> results(String name) throws IOException {
    return Files.readAllLines(data.resolve("results/" + name + ".results.ndjson")).stream()
        .map(Heard::parse)
        .sorted(Comparator.comparingInt(result -> result.path("line").asInt()))
        .toList();
  }

  private int sendMessages(Bus bus) {
    screen.step("JMS: send " + messages.size() + " messages to queue " + PLACEMENTS);
    for (Sample sample : messages) {
      bus.send(PLACEMENTS, sample.json());
      if (!sample.isBad()) {
        screen.line(told(messages, sample.requestId()));
      }
    }
    int refused = 0;
    for (Sample bad : messages.stream().filter(Sample::isBad).toList()) {
      Message letter = bus.take(DEAD_LETTERS, PATIENCE);
      if (!Bus.text(letter).equals(bad.json())) {
        throw new DemoFailure("another message than " + bad.requestId() + " is a dead letter");
      }
      refused++;
      screen.line(bad.requestId() + " is in " + DEAD_LETTERS + ", with the reason:");
      screen.line("    " + Bus.property(letter, "workbinError"));
    }
    return refused;
  }

  private int post(PackagedProduct product) throws IOException, InterruptedException {
    screen.step("HTTP: POST " + posts.size() + " requests to " + product.address() + "/placements");
    int refused = 0;
    for (Sample sample : posts) {
      HttpResponse<String> answer = product.post(sample.json());
      JsonNode body = Heard.parse(answer.body());
      if (answer.statusCode() == 200) {
        screen.line(told(posts, sample.requestId()) + " -> 200 " + answer.body());
      } else {
        refused++;
        screen.line(
            sample.requestId()
                + " -> "
                + answer.statusCode()
                + " "
                + body.path("title").asText()
                + ":");
        errors(body);
      }
    }
    String first = posts.get(0).requestId();
    JsonNode known = product.placement(first).path("referenceId");
    HttpResponse<String> again = product.post(posts.get(0).json());
    screen.line(
        "the first once more -> "
            + again.statusCode()
            + ", the same referenceId, and no second call");
    if (again.statusCode() != 200 || !Heard.parse(again.body()).path("referenceId").equals(known)) {
      throw new DemoFailure("a request sent twice was answered " + again.body());
    }
    return refused;
  }

  private void errors(JsonNode result) {
    result
        .path("errors")
        .forEach(
            error ->
                screen.line(
                    "    "
                        + error.path("pointer").asText()
                        + (error.path("pointer").asText().isEmpty() ? "" : ": ")
                        + error.path("detail").asText()));
  }

  private void awaitConfirmed(PackagedProduct product, List<Sample> good) {
    for (Sample sample : good) {
      Awaitility.await(sample.requestId() + " is confirmed")
          .atMost(PATIENCE)
          .until(() -> isConfirmed(product, sample));
    }
    screen.line("all " + good.size() + " placements are confirmed");
  }

  private void awaitHeard(Books books, Map<String, Predicate<Sample>> rules) {
    rules.forEach(
        (sink, rule) -> {
          Set<String> expected = new HashSet<>();
          books.good().stream().filter(rule).map(Sample::interactionId).forEach(expected::add);
          Awaitility.await("sink " + sink + " has heard of " + expected)
              .atMost(PATIENCE)
              .until(() -> heard(sink).containsAll(expected));
        });
  }

  private static boolean isConfirmed(PackagedProduct product, Sample sample)
      throws IOException, InterruptedException {
    return product.placement(sample.requestId()).path("state").asText().equals("CONFIRMED");
  }

  private Set<String> heard(String sink) throws IOException {
    return switch (sink) {
      case "file" -> Heard.added(fileNotifications());
      case "JMS topic" -> onTopic.added();
      case "webhook" -> atWebhook.added();
      default -> inBrowser.added();
    };
  }

  private int heardCount(String sink) throws IOException {
    return switch (sink) {
      case "file" -> fileNotifications().size();
      case "JMS topic" -> onTopic.size();
      case "webhook" -> atWebhook.size();
      default -> inBrowser.size();
    };
  }

  private List<JsonNode> fileNotifications() throws IOException {
    return Files.exists(sinkFile())
        ? Files.readAllLines(sinkFile()).stream().map(Heard::parse).toList()
        : List.of();
  }

  private Path sinkFile() {
    return data.resolve("sinks/notifications.ndjson");
  }

  private String firstItem() throws IOException {
    return Files.readAllLines(sinkFile()).stream()
        .filter(line -> line.contains("\"ItemAdded\""))
        .findFirst()
        .orElseThrow(() -> new DemoFailure("the file sink has no ItemAdded"));
  }

  private static String told(List<Sample> samples, String requestId) {
    Sample sample =
        samples.stream().filter(s -> s.requestId().equals(requestId)).findFirst().orElseThrow();
    return "%s: %s %s to %s %s%s"
        .formatted(
            requestId,
            sample.operation(),
            sample.interactionId(),
            sample.isPlaceGroup() ? "place group" : "agent group",
            sample.group(),
            sample.saveLar() ? ", saveLAR" : "");
  }

  private void stay(PackagedProduct product) throws InterruptedException {
    Sample sample = posts.get(0);
    screen.line("It stays until Ctrl-C. Try:");
    screen.line("");
    screen.line(
        "curl -i " + product.address() + "/placements -H 'Content-Type: application/json' \\");
    screen.line(
        "  -d '{\"requestId\":\"mine-1\",\"workbinId\":\""
            + sample.bin().workbinId()
            + "\",\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"mine\"}'");
    screen.line("curl -s " + product.address() + "/placements/mine-1");
    screen.line("");
    screen.line("drop folder     " + data.resolve("inbox"));
    screen.line("notifications   tail -f " + sinkFile());
    screen.line("log             " + product.logFile());
    screen.line(
        "broker          tcp://127.0.0.1:"
            + brokerPort
            + ", user "
            + USER
            + ", password "
            + password);
    screen.end("");
    product.awaitEnd();
  }

  private SimulatorServer simulator() {
    var builder = SimulatorServer.builder();
    files.stream()
        .filter(s -> s.requestId().equals("file-4"))
        .forEach(s -> builder.workbin(s.bin()));
    return builder.start();
  }

  private String properties(String gwsUrl, String webhookUrl) {
    return """
    gws.url = %s
    gws.username = agent
    http.port = %d
    workbin.broker.port = %d
    workbin.broker.username = %s
    workbin.broker.users = %s:send+dead-letters+notifications

    camel.routeTemplate[inbox].templateId = file-intake
    camel.routeTemplate[inbox].minAge = 200
    camel.routeTemplate[inbox].delay = 200
    camel.routeTemplate[intake-jms].templateId = jms-intake

    camel.routeTemplate[audit].templateId = sink
    camel.routeTemplate[audit].to = ndjson:{{workbin.data}}/sinks/notifications.ndjson
    camel.routeTemplate[crm].templateId = sink
    camel.routeTemplate[crm].when = action=ItemAdded; groupKind=placeGroup
    camel.routeTemplate[crm].to = webhook:%s
    camel.routeTemplate[browser].templateId = sink
    camel.routeTemplate[browser].when = action=ItemAdded; group=MyAgentGroup
    camel.routeTemplate[browser].to = cometd:127.0.0.1:%d/notifications
    """
        .formatted(gwsUrl, httpPort, brokerPort, USER, USER, webhookUrl, cometdPort);
  }

  private static List<String> row(String name, int... numbers) {
    List<String> row = new ArrayList<>(List.of(name));
    for (int number : numbers) {
      row.add(String.valueOf(number));
    }
    return row;
  }

  private static int count(List<Sample> samples, Predicate<Sample> which) {
    return (int) samples.stream().filter(which).count();
  }

  private static String shorten(String text) {
    return text.length() <= 120 ? text : text.substring(0, 117) + "...";
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
