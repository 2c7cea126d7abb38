package org.workbinroutes.ops.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.ExceptionHelper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.workbinroutes.ops.ManagedService;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ManagementOptions;

/**
 * Serves {@code /observe/health} and {@code /observe/metrics} on a port of their own, as Camel's
 * server does, and with the limits of ours: Camel's has none.
 */
public final class ManagementServer implements ManagedService, CamelContextCustomizer {
  private static final String HEALTH = "/observe/health";
  private static final int MOST_CONNECTIONS = 64;
  private static final Duration SLOWEST = Duration.ofSeconds(10);

  private final HttpServerSettings settings;
  private Listener listener;

  /**
   * A server that does not listen yet.
   *
   * @param configuration has its address; port 0 is off
   */
  public ManagementServer(Configuration configuration) {
    this.settings =
        new HttpServerSettings(
            configuration.get(ManagementOptions.HOST),
            HttpServerSettings.names(configuration),
            configuration.get(ManagementOptions.PORT),
            new HttpServerSettings.Limits(
                0, 0, MOST_CONNECTIONS, MOST_CONNECTIONS / 2, 0, SLOWEST, SLOWEST),
            HttpServerSettings.Logins.none(),
            null,
            null);
  }

  @Override
  public String name() {
    return "management";
  }

  @Override
  public void start() {
    // it serves what the context has, and listens as soon as there is one
  }

  @Override
  public synchronized void configure(CamelContext context) {
    if (settings.port() == 0) {
      return;
    }
    Listener opening = new Listener("Management", "", settings);
    Router routes = opening.routes();
    routes
        .route(HttpMethod.GET, HEALTH)
        .blockingHandler(health(context, HealthCheckHelper::invoke, false), false);
    routes
        .route(HttpMethod.GET, HEALTH + "/live")
        .blockingHandler(health(context, HealthCheckHelper::invokeLiveness, false), false);
    routes
        .route(HttpMethod.GET, HEALTH + "/ready")
        .blockingHandler(health(context, HealthCheckHelper::invokeReadiness, true), false);
    routes
        .route(HttpMethod.GET, "/observe/metrics")
        .blockingHandler(ctx -> metrics(ctx, context), false);
    try {
      opening.listen();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    listener = opening;
  }

  @Override
  public synchronized void stop() {
    if (listener != null) {
      listener.stop();
      listener = null;
    }
  }

  private static void metrics(RoutingContext ctx, CamelContext context) {
    PrometheusMeterRegistry registry =
        context
            .getRegistry()
            .lookupByNameAndType(
                MicrometerConstants.METRICS_REGISTRY_NAME, PrometheusMeterRegistry.class);
    ctx.response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(registry.scrape());
  }

  private static Handler<RoutingContext> health(
      CamelContext context,
      BiFunction<CamelContext, String, Collection<HealthCheck.Result>> checks,
      boolean readiness) {
    return ctx -> {
      String wanted = ctx.request().getParam("exposureLevel");
      String level = wanted == null ? HealthCheckRegistry.get(context).getExposureLevel() : wanted;
      Collection<HealthCheck.Result> results = checks.apply(context, level);
      boolean up = HealthCheckHelper.isResultsUp(results, readiness);
      JsonObject answer = new JsonObject();
      answer.put("status", up ? "UP" : "DOWN");
      JsonArray shown = new JsonArray();
      for (HealthCheck.Result result : results) {
        if (level.equals("full")
            || (!level.equals("oneline") && result.getState() == HealthCheck.State.DOWN)) {
          shown.add(json(result, level, ctx));
        }
      }
      if (!shown.isEmpty()) {
        answer.put("checks", shown);
      }
      HttpServerResponse response = ctx.response().putHeader("Content-Type", "application/json");
      response.setStatusCode(up ? 200 : 503).end(answer.toJson());
    };
  }

  private static JsonObject json(HealthCheck.Result result, String level, RoutingContext ctx) {
    boolean trace = "true".equals(ctx.request().getParam("stackTrace"));
    JsonObject check = new JsonObject();
    check.put("name", result.getCheck().getId());
    check.put("status", result.getState().name());
    result
        .getError()
        .filter(error -> trace || level.equals("full"))
        .ifPresent(
            error -> {
              check.put("error-message", messages(error));
              if (trace) {
                check.put("error-stacktrace", ExceptionHelper.stackTraceToString(error));
              }
            });
    result.getMessage().ifPresent(message -> check.put("message", message));
    if ("true".equals(ctx.request().getParam("data")) && !result.getDetails().isEmpty()) {
      JsonObject data = new JsonObject();
      new TreeMap<>(result.getDetails())
          .forEach((name, value) -> data.put(name, value == null ? "" : value));
      check.put("data", data);
    }
    return check;
  }

  private static String messages(Throwable error) {
    StringBuilder all = new StringBuilder(String.valueOf(error.getMessage()));
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        all.append("; Caused by: ")
            .append(cause.getClass().getCanonicalName())
            .append(": ")
            .append(cause.getMessage());
      }
    }
    return all.toString();
  }
}
