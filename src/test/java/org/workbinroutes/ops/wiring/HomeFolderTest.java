package org.workbinroutes.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.Application;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.routes.RouteSource;
import org.workbinroutes.simulator.SimulatorServer;

/** Relative paths start at the product's folder, wherever they are written. */
class HomeFolderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path home;

  @Test
  void everyRelativePathStartsAtTheProductsFolder() throws Exception {
    // Given
    Path routes = Files.createDirectory(home.resolve("routes"));
    for (String shipped : new String[] {"intake-file", "placement", "dead-letter", "sink"}) {
      Files.copy(
          Path.of("routes", shipped + ".camel.yaml"), routes.resolve(shipped + ".camel.yaml"));
    }
    Files.writeString(
        routes.resolve("own.camel.yaml"),
        """
        - route:
            id: own
            from:
              uri: direct:own
              steps:
                - to: file:outbox?fileName=a.txt
                - to: ndjson:lines/b.ndjson
        """);
    Files.writeString(home.resolve("resource.txt"), "found");
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      CompletableFuture<CamelContext> context = new CompletableFuture<>();
      Application application =
          Product.of(
              configuration(gws.url()),
              RouteSource.folder(routes),
              System.nanoTime(),
              List.of((CamelContextCustomizer) context::complete));
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(
              () -> {
                try {
                  application.run();
                } catch (Exception failed) {
                  throw new IllegalStateException(failed);
                }
              });
      await()
          .atMost(PATIENCE)
          .until(() -> run.isDone() || application.awaitReady(1, TimeUnit.SECONDS));
      assertThat(run).isNotDone();
      // When
      Files.createDirectories(home.resolve("drop"));
      Path written = Files.writeString(home.resolve("x.tmp"), "{\"no\": \"request\"}\n");
      Files.move(written, home.resolve("drop/x.ndjson"));
      context.get().createProducerTemplate().sendBody("direct:own", "{}");
      ByteArrayOutputStream resource = new ByteArrayOutputStream();
      ResourceHelper.resolveMandatoryResourceAsInputStream(context.get(), "file:resource.txt")
          .transferTo(resource);
      // Then
      assertThat(home.resolve("outbox/a.txt")).exists();
      assertThat(home.resolve("lines/b.ndjson")).exists();
      assertThat(resource.toString(StandardCharsets.UTF_8)).isEqualTo("found");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(home.resolve("read/x.ndjson")).exists();
                assertThat(home.resolve("told/x.ndjson.results.ndjson")).exists();
              });
      assertThat(Path.of("drop")).doesNotExist();
      application.stop();
      run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private Configuration configuration(String gws) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("gws.url", gws);
    settings.put("gws.username", "agent");
    settings.put("gws.password", "secret");
    settings.put("workbin.broker", "none");
    settings.put("workbin.spool", "memory");
    settings.put("workbin.ledger", "memory");
    settings.put("workbin.dead-letters", "log:dead");
    settings.put("http.port", String.valueOf(FreePort.next()));
    settings.put("camel.routeTemplate[in].templateId", "file-intake");
    settings.put("camel.routeTemplate[in].directory", "drop");
    settings.put("camel.routeTemplate[in].done", "{{archive}}");
    settings.put("archive", "read");
    settings.put("camel.routeTemplate[in].failed", "wrong");
    settings.put("camel.routeTemplate[in].results", "told");
    settings.put("camel.routeTemplate[in].minAge", "0");
    return new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of()).load(settings, home);
  }
}
