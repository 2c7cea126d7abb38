package org.workbinroutes.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.util.URISupport;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;
import org.workbinroutes.ops.config.ConsoleOptions;
import org.workbinroutes.ops.config.GwsOptions;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.ManagementOptions;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.routes.RouteSource;

/** What the product says of itself at the start: one short page, without secrets. */
public final class StartupPage {
  private static final String SINK = "sink";

  private final Configuration configuration;
  private final RouteSource routes;
  private final String version;

  public StartupPage(Configuration configuration, RouteSource routes, String version) {
    this.configuration = configuration;
    this.routes = routes;
    this.version = version;
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "workbin-routes "
            + version
            + ", Java "
            + Runtime.version().feature()
            + ", process "
            + ProcessHandle.current().pid());
    lines.add("  GWS      " + gws());
    lines.add("  ledger   " + withoutQuery(configuration.get(WorkbinOptions.LEDGER)));
    lines.add("  broker   " + broker());
    if (configuration.get(WorkbinOptions.SPOOL).equals("memory")) {
      lines.add("  spool    in memory: lost with the process");
    }
    lines.add(
        "  HTTP     "
            + (configuration.find(HttpOptions.TLS_KEY_STORE).isPresent() ? "https" : "http")
            + "://"
            + configuration.get(HttpOptions.HOST)
            + ":"
            + configuration.get(HttpOptions.PORT)
            + ", login: "
            + String.join(", ", configuration.find(HttpOptions.AUTH).orElse(List.of("none")))
            + (configuration.get(ConsoleOptions.ENABLED) ? ", console: /console" : ""));
    lines.add("  manage   " + management());
    if (configuration.get(ManagementOptions.TRACES).equals("otlp")) {
      lines.add("  traces   " + configuration.get(ManagementOptions.TRACES_ENDPOINT));
    }
    lines.add("  data     " + configuration.dataFolder());
    lines.add("  routes   " + routes);
    lines.add("  intakes  " + instances(false));
    lines.add("  sinks    " + instances(true));
    return lines;
  }

  private String gws() {
    String login =
        configuration.get(GwsOptions.AUTH)
            + configuration.find(GwsOptions.USERNAME).map(user -> ", user " + user).orElse("");
    int subscriptions = configuration.find(GwsOptions.SUBSCRIPTIONS).map(List::size).orElse(0);
    return configuration.get(GwsOptions.URL)
        + " ("
        + login
        + "), "
        + subscriptions
        + (subscriptions == 1 ? " workbin" : " workbins")
        + " subscribed from the start";
  }

  private String broker() {
    String broker = configuration.get(WorkbinOptions.BROKER);
    if (!broker.equals("embedded")) {
      return withoutQuery(broker);
    }
    return configuration
        .find(WorkbinOptions.BROKER_PORT)
        .map(port -> "embedded, tcp://127.0.0.1:" + port)
        .orElse("embedded, no port");
  }

  private String management() {
    int port = configuration.get(ManagementOptions.PORT);
    return port == 0
        ? "off, neither health nor metrics (management.port)"
        : "http://"
            + configuration.get(ManagementOptions.HOST)
            + ":"
            + port
            + "/observe/health, /observe/metrics";
  }

  private String instances(boolean sinks) {
    String list =
        configuration.routeInstances().stream()
            .filter(route -> route.template().equals(SINK) == sinks)
            .map(this::instance)
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "none" : list;
  }

  private String instance(RouteInstance route) {
    String to = route.parameters().get("to");
    if (to != null) {
      to = to.replace("{{workbin.data}}", configuration.dataFolder().toString());
    }
    return route.name() + (to == null ? " (" + route.template() + ")" : " -> " + withoutQuery(to));
  }

  /** A query can hold a password, and so can the user part of an authority. */
  private static String withoutQuery(String uri) {
    String plain = URISupport.sanitizeUri(uri);
    int query = plain.indexOf('?');
    String start = query < 0 ? plain : plain.substring(0, query);
    int scheme = start.indexOf("://");
    int at = start.lastIndexOf('@');
    return scheme >= 0 && at > scheme
        ? start.substring(0, scheme + 3) + start.substring(at + 1)
        : start;
  }
}
