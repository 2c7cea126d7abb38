package org.workbinroutes.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.net.HostNames;
import org.workbinroutes.ops.http.HttpServer;
import org.workbinroutes.ops.http.HttpServerSettings;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** What routes/http.camel.yaml does for every HTTP route. */
class HttpRoutesTest {
  @TempDir private static Path folder;
  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
  private static HttpServer server;
  private static RawHttp http;

  @BeforeAll
  static void start() throws Exception {
    server =
        new HttpServer(
            new HttpServerSettings(
                "127.0.0.1",
                new HostNames(List.of()),
                0,
                new Limits(
                    64 * 1024,
                    1024 * 1024,
                    2_000,
                    2_000,
                    0,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20)),
                Logins.none(),
                null,
                folder.resolve("http")));
    server.start();
    server.configure(CONTEXT);
    ProblemSource texts =
        (cause, exchange) ->
            cause instanceof NumberFormatException
                ? Optional.of(
                    Problem.of("number", "No number", 422, "Send one").with("given", "none"))
                : Optional.empty();
    CONTEXT.getRegistry().bind("texts", texts);
    PluginHelper.getRoutesLoader(CONTEXT)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                CONTEXT, "file:" + Path.of("routes/http.camel.yaml").toAbsolutePath()));
    CONTEXT.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:/things/{name}")
                .routeConfigurationId("http")
                .process(
                    exchange ->
                        Answer.json(200, new TreeSet<>(exchange.getMessage().getHeaders().keySet()))
                            .send(exchange));
            from("platform-http:/refused")
                .routeConfigurationId("http")
                .process(
                    exchange -> {
                      throw new ProblemException(
                          Problem.parameter("a", "a is wrong").retryAfter(Duration.ofMillis(1)));
                    });
            from("platform-http:/translated")
                .routeConfigurationId("http")
                .process(exchange -> Integer.parseInt("SECRET"));
            from("platform-http:/broken")
                .routeConfigurationId("http")
                .process(
                    exchange -> {
                      exchange.getMessage().setHeader("Location", "SECRET");
                      throw new IllegalStateException("SECRET");
                    });
          }
        });
    CONTEXT.start();
    http = new RawHttp(server.port());
  }

  @AfterAll
  static void stop() {
    CONTEXT.stop();
    server.stop();
  }

  @Test
  void ofARequestTheNamedHeadersAloneReachAStep() throws Exception {
    assertThat(
            http.get("/things/one?CamelBeanMethodName=x&other=y", "CamelFileName: x", "X-Other: y")
                .json())
        .hasToString("[\"CamelHttpRawQuery\",\"name\"]");
  }

  @Test
  void whatWasMadeForTheCallerIsAnsweredAsItIs() throws Exception {
    RawHttp.Answer answer = http.get("/refused");
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json())
        .hasToString(
            "{\"type\":\"urn:workbinroutes:problem:query\",\"title\":\"The query cannot be"
                + " used\",\"status\":400,\"detail\":\"Fix what the errors name in the part of the"
                + " URL from '?' on\",\"errors\":[{\"parameter\":\"a\",\"detail\":\"a is"
                + " wrong\"}]}");
  }

  @Test
  void aPartOfTheProductSaysWhichProblemItsExceptionsAre() throws Exception {
    RawHttp.Answer answer = http.get("/translated");
    assertThat(answer.status).isEqualTo(422);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:workbinroutes:problem:number");
    assertThat(answer.json().get("given").asText()).isEqualTo("none");
  }

  @Test
  void ofAnyOtherFailureNothingIsShown() throws Exception {
    RawHttp.Answer answer = http.get("/broken");
    assertThat(answer.status).isEqualTo(503);
    assertThat(answer.json().get("type").asText())
        .isEqualTo("urn:workbinroutes:problem:unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("30");
    assertThat(answer.header("Location")).isNull();
    assertThat(answer.body).doesNotContain("SECRET");
  }
}
