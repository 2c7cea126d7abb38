package org.workbinroutes.ops.check;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.component.cometd.CometdEndpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.URISupport;
import org.workbinroutes.ops.StartFailure;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.sink.Sinks;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;
import org.workbinroutes.sink.ndjson.NdjsonEndpoint;

/** Whether each sink would get its notifications. Nothing is sent to any. */
final class SinksCheck implements Check {
  private static final String PART = "sinks";
  private static final String TEMPLATE = "sink";
  private static final List<String> CAMEL_KEYS =
      List.of("camel.component.", "camel.beans.", "camel.ssl.", "camel.language.");
  private static final Pattern UNKNOWN_OPTIONS = Pattern.compile("Unknown parameters=\\[\\{(.*)}]");
  private static final int KAFKA_PORT = 9092;

  private final Duration patience;

  /**
   * Makes the check.
   *
   * @param patience how long an answer of one sink may take
   */
  SinksCheck(Duration patience) {
    this.patience = patience;
  }

  @Override
  public List<Finding> look(Configuration configuration) {
    List<RouteInstance> sinks =
        configuration.routeInstances().stream()
            .filter(route -> route.template().equals(TEMPLATE))
            .toList();
    if (sinks.isEmpty()) {
      return List.of(
          Finding.warning(
              PART,
              "there is none: what GWS notifies goes nowhere",
              "add camel.routeTemplate[name].templateId = sink and .to; see docs/sinks.md"));
    }
    List<Finding> findings = new ArrayList<>();
    try (TrialCamel camel = new TrialCamel(configuration, CAMEL_KEYS, List.of(new Sinks()))) {
      for (RouteInstance sink : sinks) {
        findings.add(look(sink, configuration, camel.context()));
      }
    } catch (Exception failure) {
      findings.addAll(refusal(failure, configuration));
    }
    return findings;
  }

  private static List<Finding> refusal(Exception failure, Configuration configuration) {
    List<Finding> named =
        new StartFailure(configuration)
            .problems(failure).stream()
                .map(problem -> Finding.error(PART, problem.fault(), problem.remedy()))
                .toList();
    return named.isEmpty()
        ? List.of(
            Finding.error(
                PART,
                "Camel does not take the configuration: " + said(failure),
                "look at the keys that begin with camel.component, camel.beans and camel.ssl"))
        : named;
  }

  private Finding look(RouteInstance sink, Configuration configuration, CamelContext camel) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    parameters.putAll(sink.parameters());
    String name = sink.name() + ": ";
    String typed = parameters.getOrDefault("to", "").strip();
    if (typed.isEmpty()) {
      return Finding.error(
          PART,
          name + "to is missing",
          "write camel.routeTemplate[" + sink.name() + "].to = and the endpoint it sends to");
    }
    try {
      String uri = camel.resolvePropertyPlaceholders(typed);
      return look(name, uri.substring(0, Math.max(0, uri.indexOf(':'))), uri, configuration, camel);
    } catch (TrialFailedException failed) {
      return Finding.error(PART, name + failed.getMessage(), failed.remedy());
    } catch (Exception wrong) {
      return Finding.error(
          PART,
          name + said(wrong),
          "mend camel.routeTemplate[" + sink.name() + "].to or what it names; see docs/sinks.md");
    }
  }

  private Finding look(
      String name, String scheme, String uri, Configuration configuration, CamelContext camel)
      throws Exception {
    if (scheme.equals(configuration.get(WorkbinOptions.BROKER_COMPONENT))) {
      return configuration.get(WorkbinOptions.BROKER).equals("none")
          ? Finding.error(PART, name + "JMS, and workbin.broker = none", "name a broker")
          : Finding.ok(PART, name + "JMS, see broker");
    }
    Component component = camel.getComponent(scheme);
    if (component == null) {
      return Finding.error(
          PART,
          name + "there is no component " + scheme,
          "put camel-" + scheme + " and the jars it needs into lib/, or mend the name");
    }
    // not from the context, which would start it
    Endpoint endpoint =
        component.createEndpoint(
            component.useRawUri() ? uri : EndpointHelper.normalizeEndpointUri(uri));
    if (endpoint instanceof Trial trial) {
      return Finding.ok(PART, name + trial.tryOut(patience));
    }
    if (endpoint instanceof MailEndpoint mail) {
      return Finding.ok(PART, name + SinkServer.tryOut(mail, patience));
    }
    if (endpoint instanceof SqlEndpoint sql) {
      return Finding.ok(PART, name + SinkServer.tryOut(sql));
    }
    if (endpoint instanceof NdjsonEndpoint file) {
      return file(name, configuration.home().resolve(file.getFile()).normalize());
    }
    if (endpoint instanceof FileEndpoint file) {
      return new Folder(
              PART,
              name + "its folder",
              configuration.home().resolve(file.getConfiguration().getDirectory()))
          .look();
    }
    if (endpoint instanceof CometdEndpoint cometd) {
      return new Port(PART, name + "CometD", cometd.getUri().getHost(), cometd.getPort()).look();
    }
    return switch (scheme) {
      case "kafka" -> kafka(name, uri);
      case "bean" -> bean(name, uri, camel);
      default -> Finding.ok(PART, name + scheme + " can be made; whether it answers is not tried");
    };
  }

  private static Finding file(String name, Path file) {
    if (Files.isSymbolicLink(file) || Files.isDirectory(file)) {
      return Finding.error(
          PART,
          name + file + " is a folder or a symbolic link",
          "name a file; the product writes through no link");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      return Finding.error(
          PART,
          name + file + " cannot be written",
          "give the file to the user of this process, or name another");
    }
    return new Folder(PART, name + "its folder", file.getParent()).look();
  }

  private Finding kafka(String name, String uri) throws Exception {
    Object brokers = URISupport.parseParameters(java.net.URI.create(uri)).get("brokers");
    if (brokers == null) {
      return Finding.ok(PART, name + "Kafka; brokers are not in 'to', and not tried");
    }
    for (String broker : brokers.toString().split(",", -1)) {
      String host = broker.strip().replaceFirst(":\\d+$", "");
      String port = broker.strip().substring(host.length()).replace(":", "");
      InetSocketAddress address =
          new InetSocketAddress(host, port.isEmpty() ? KAFKA_PORT : Integer.parseInt(port));
      if (address.isUnresolved()) {
        throw new TrialFailedException("there is no host " + host, "mend brokers= in 'to'", null);
      }
      try (Socket socket = new Socket()) {
        socket.connect(address, Math.toIntExact(patience.toMillis()));
      } catch (java.io.IOException away) {
        throw new TrialFailedException(
            "Kafka at " + broker.strip() + " cannot be reached: " + away.getMessage(),
            "mend brokers= in 'to'; does it run, is a firewall between?",
            away);
      }
    }
    return Finding.ok(PART, name + "Kafka answers");
  }

  private static Finding bean(String name, String uri, CamelContext camel) {
    String bean = uri.substring(uri.indexOf(':') + 1).replaceFirst("^//", "");
    String id = bean.replaceFirst("\\?.*$", "");
    if (camel.getRegistry().lookupByName(id) != null
        || camel.getClassResolver().resolveClass(id) != null) {
      return Finding.ok(PART, name + "bean " + id);
    }
    return Finding.warning(
        PART,
        name + "there is no bean " + id + " but what a route file may make",
        "make it with camel.beans." + id + " or in a route file, or mend the name");
  }

  /** What was typed may hold a secret: the names in a message are kept, the values are not. */
  private static String said(Throwable failure) {
    Matcher unknown = UNKNOWN_OPTIONS.matcher(String.valueOf(failure.getMessage()));
    if (unknown.find()) {
      return "it has no option "
          + unknown.group(1).replaceAll("=[^,]*(, )?", " ").strip().replace(" ", ", ");
    }
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof NoSuchBeanException)) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("\\?\\S*", "?...")
        .replaceAll("\"[^\"]*\"", "\"...\"");
  }
}
