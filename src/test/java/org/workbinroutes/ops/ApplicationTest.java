package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.http.HttpServer;
import org.workbinroutes.ops.http.HttpServerSettings;
import org.workbinroutes.ops.routes.RouteSource;

class ApplicationTest {
  private static final String HELLO =
      """
      - route:
          id: hello
          from:
            uri: platform-http:/hello
            steps:
              - removeHeaders: {pattern: "*"}
              - setBody: {constant: "hello from {{workbin.data}}, {{gws.password:no secret}}"}
      """;

  @TempDir private Path folder;
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> settings = new HashMap<>();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    port = FreePort.next();
    settings.put("gws.url", "http://127.0.0.1:1");
    settings.put("gws.username", "routes");
    settings.put("gws.password", "hunter2");
    settings.put("http.port", Integer.toString(port));
  }

  @Test
  void routesRunOnlyWhileTheEnginesDo() throws Exception {
    // Given
    Application application = application(HELLO, new RecordingService(null));
    // When
    CompletableFuture<Void> run = run(application);
    assertThat(application.awaitReady(20, TimeUnit.SECONDS)).isTrue();
    String answer = get("/hello");
    application.stop();
    run.get(60, TimeUnit.SECONDS);
    // Then
    assertThat(answer).isEqualTo("hello from " + folder.resolve("data") + ", no secret");
    assertThat(events)
        .containsExactly("service started", "route started", "route stopped", "service stopped");
    assertThat(application.awaitEnd(0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anEngineThatFailsEndsTheStartAndIsStopped() throws Exception {
    // Given
    Application application =
        application(HELLO, new RecordingService(new IOException("no room for the journal")));
    // When
    Throwable failure = catchThrowable(application::run);
    // Then
    assertThat(new StartFailure(configuration()).problems(failure)).isEmpty();
    assertThat(new StartFailure(configuration()).summary(failure))
        .contains("no room for the journal");
    assertThat(events).containsExactly("service stopped");
  }

  @Test
  void anOptionThatCamelDoesNotKnowIsNamedWithItsLine() throws Exception {
    // Given
    settings.put("camel.component.platform-http.no-such-option", "1");
    Application application = application(HELLO, new RecordingService(null));
    // When
    Throwable failure = catchThrowable(application::run);
    // Then
    List<Problem> problems = new StartFailure(configuration()).problems(failure);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).place()).contains("application.properties line");
    assertThat(problems.get(0).fault()).contains("camel.component.platform-http.no-such-option");
  }

  @Test
  void aRouteFileThatLetsAMessageChooseItsEndpointIsRefused() throws Exception {
    // Given
    String dynamic = HELLO + "        - toD: {uri: \"http:${header.target}\"}\n";
    Application application = application(dynamic, new RecordingService(null));
    // When
    Throwable failure = catchThrowable(application::run);
    // Then
    assertThat(new StartFailure(configuration()).problems(failure))
        .singleElement()
        .asString()
        .contains("own.camel.yaml line 8")
        .contains("toD lets a message choose its endpoint");
    assertThat(events).doesNotContain("route started");
  }

  @Test
  void theOwnerOfARouteCanAllowIt() throws Exception {
    // Given
    settings.put("workbin.routes.dynamic-endpoints", "allow");
    String dynamic = HELLO + "        - toD: {uri: \"log:${routeId}\"}\n";
    Application application = application(dynamic, new RecordingService(null));
    // When
    CompletableFuture<Void> run = run(application);
    boolean ready = application.awaitReady(20, TimeUnit.SECONDS);
    application.stop();
    run.get(60, TimeUnit.SECONDS);
    // Then
    assertThat(ready).isTrue();
  }

  @Test
  void aFolderWithoutRoutesIsRefused() throws Exception {
    // Given
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Application application =
        new Application(
            configuration(), RouteSource.folder(empty), List.of(), List.of(), System.nanoTime());
    // When
    Throwable failure = catchThrowable(application::run);
    // Then
    assertThat(new StartFailure(configuration()).problems(failure))
        .singleElement()
        .asString()
        .contains("no *.camel.yaml file is in it");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0)) {
      settings.put("http.port", Integer.toString(taken.getLocalPort()));
      settings.put("http.host", "0.0.0.0");
      settings.put("http.auth", "none");
      // When / Then
      assertThat(new ListenAddress(configuration()).check().orElseThrow().toString())
          .contains("http.port = " + taken.getLocalPort())
          .contains("choose another port");
    }
  }

  @Test
  void aStopInGoodOrderEndsTheProcessWithZero() throws Exception {
    // Given
    Application application = application(HELLO, new RecordingService(null));
    List<Integer> codes = new ArrayList<>();
    StopHook hook = new StopHook(application, Duration.ZERO, Duration.ofSeconds(10), codes::add);
    CompletableFuture<Void> run = run(application);
    application.awaitReady(20, TimeUnit.SECONDS);
    // When
    hook.run();
    // Then
    assertThat(codes).containsExactly(0);
    run.get(60, TimeUnit.SECONDS);
    // When the application has ended, the exit code is no longer the hook's
    hook.run();
    assertThat(codes).hasSize(1);
  }

  @Test
  void aStopThatHangsIsCutOff() throws Exception {
    // Given
    CompletableFuture<Void> release = new CompletableFuture<>();
    ManagedService hanging =
        new ManagedService() {
          @Override
          public String name() {
            return "hanging";
          }

          @Override
          public void start() {}

          @Override
          public void stop() {
            release.join();
          }
        };
    Application application = application(HELLO, hanging);
    List<Integer> codes = new ArrayList<>();
    StopHook hook = new StopHook(application, Duration.ZERO, Duration.ofMillis(-1200), codes::add);
    CompletableFuture<Void> run = run(application);
    application.awaitReady(20, TimeUnit.SECONDS);
    // When
    hook.run();
    // Then
    assertThat(codes).containsExactly(1);
    release.complete(null);
    run.get(60, TimeUnit.SECONDS);
  }

  private Application application(String routes, ManagedService service) throws IOException {
    Path own = Files.createDirectories(folder.resolve("routes"));
    Files.writeString(own.resolve("own.camel.yaml"), routes);
    HttpServer http = new HttpServer(HttpServerSettings.of(configuration()));
    return new Application(
        configuration(),
        RouteSource.folder(own),
        List.of(http, service),
        List.of(http, recordRoutes()),
        System.nanoTime());
  }

  private CamelContextCustomizer recordRoutes() {
    return context ->
        context
            .getManagementStrategy()
            .addEventNotifier(
                new SimpleEventNotifierSupport() {
                  @Override
                  public void notify(CamelEvent event) {
                    if (event instanceof CamelEvent.RouteStartedEvent) {
                      events.add("route started");
                    } else if (event instanceof CamelEvent.RouteStoppedEvent) {
                      events.add("route stopped");
                    }
                  }
                });
  }

  private Configuration configuration() throws IOException {
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Path file = Files.writeString(folder.resolve("application.properties"), text);
    return new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of())
        .load(file, Map.of(), folder);
  }

  private static CompletableFuture<Void> run(Application application) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                application.run();
                ended.complete(null);
              } catch (Exception e) {
                ended.completeExceptionally(e);
              }
            },
            "application");
    thread.start();
    return ended;
  }

  private String get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private final class RecordingService implements ManagedService {
    private final Exception failure;

    RecordingService(Exception failure) {
      this.failure = failure;
    }

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public void start() throws Exception {
      if (failure != null) {
        throw failure;
      }
      events.add("service started");
    }

    @Override
    public void stop() {
      events.add("service stopped");
    }
  }
}
