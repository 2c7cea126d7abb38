package org.workbinroutes.ops.check;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.workbinroutes.ops.ListenAddress;
import org.workbinroutes.ops.config.BrokerRole;
import org.workbinroutes.ops.config.BrokerUser;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Configuration.RouteInstance;
import org.workbinroutes.ops.config.GwsOptions;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.ManagementOptions;
import org.workbinroutes.ops.config.WorkbinOptions;

/** Settings that work and may cost money, data or credentials. */
final class DangersCheck implements Check {
  private static final String PART = "configuration";
  private static final Pattern UNCHECKED =
      Pattern.compile("(?i)(trustAll\\w*=true|verifyHost=false|hostnameVerifier=[^&;]*noop)");
  private static final Pattern HOST = Pattern.compile("[a-z]+://(?:[^/@]*@)?([^:/,?)]+)");

  private static final Pattern PASSWORD = Pattern.compile("(?i)(-D[\\w.]*password)=.+");

  private final List<String> commandLine;

  DangersCheck(List<String> commandLine) {
    this.commandLine = List.copyOf(commandLine);
  }

  @Override
  public List<Finding> look(Configuration configuration) {
    Dangers dangers = new Dangers();
    shown(dangers);
    losses(configuration, dangers);
    openDoors(configuration, dangers);
    inClear(configuration, dangers);
    unchecked(configuration, dangers);
    sinks(configuration, dangers);
    return dangers.findings;
  }

  /**
   * With {@code @FILE} the JVM reads its options from a file, and only the file's name is shown.
   */
  private void shown(Dangers dangers) {
    for (String argument : commandLine) {
      Matcher password = PASSWORD.matcher(argument);
      if (password.matches()) {
        dangers.add(
            password.group(1)
                + " stands on the command line, where every user of the machine sees it",
            "write the options into a file that only the product's user reads, and"
                + " JAVA_OPTS=@/path/of/that/file");
      }
    }
  }

  private static void losses(Configuration configuration, Dangers dangers) {
    if (configuration.get(WorkbinOptions.LEDGER).equals("memory")) {
      dangers.add(
          "workbin.ledger = memory: a crash loses what is under way, and a request that comes again"
              + " after it is placed twice",
          "take the line out, or name a PostgreSQL database");
    }
    if (configuration.get(WorkbinOptions.SPOOL).equals("memory")) {
      dangers.add(
          "workbin.spool = memory: notifications that a sink has not had yet are lost with the"
              + " process",
          "take the line out, and set workbin.broker to embedded or to a broker of yours");
    }
  }

  private static void openDoors(Configuration configuration, Dangers dangers) {
    if (!new ListenAddress(configuration).isLoopback()
        && configuration.find(HttpOptions.AUTH).orElse(List.of()).contains("none")) {
      dangers.add(
          "http.auth = none: whoever reaches "
              + configuration.get(HttpOptions.HOST)
              + " can place and pull interactions",
          "set http.auth = keys and http.keys (workbin-routes key makes one), or"
              + " http.host = 127.0.0.1");
    }
    if (configuration.get(ManagementOptions.PORT) > 0
        && !isHere(configuration.get(ManagementOptions.HOST))) {
      dangers.add(
          "management.host can be reached from other machines, and there is no login",
          "let only your monitoring reach it, by an address or a firewall of its network");
    }
    for (BrokerUser user : BrokerUser.of(configuration)) {
      if (configuration.find(WorkbinOptions.BROKER_PORT).isPresent()
          && user.roles().size() == BrokerRole.values().length) {
        dangers.add(
            "workbin.broker.users gives "
                + user.name()
                + " every role: whoever has its password sends requests, takes dead letters away"
                + " and reads what customers wrote",
            "give each program a user of its own with the one role that it needs");
      }
    }
    if (configuration.get(WorkbinOptions.DYNAMIC_ENDPOINTS).equals("allow")) {
      dangers.add(
          "workbin.routes.dynamic-endpoints = allow: a route file may let a message choose where it"
              + " goes",
          "take the line out unless routes of your own need it");
    }
  }

  private static void inClear(Configuration configuration, Dangers dangers) {
    if (isPlainElsewhere(configuration.get(GwsOptions.URL))) {
      dangers.add(
          "gws.url begins with http: the password and the customers' data cross the network in"
              + " clear",
          "write https if GWS can be reached so");
    }
    if (configuration
        .find(GwsOptions.OAUTH_TOKEN_URL)
        .filter(DangersCheck::isPlainElsewhere)
        .isPresent()) {
      dangers.add(
          "gws.oauth.token-url begins with http: the client secret crosses the network in clear",
          "write https");
    }
    String broker = configuration.get(WorkbinOptions.BROKER);
    boolean isPlain =
        broker.matches("(?i).*\\b(tcp|amqp)://.*")
            && !broker.contains("sslEnabled=true")
            && configuration.find(WorkbinOptions.BROKER_TRUST_STORE).isEmpty()
            && configuration.find(WorkbinOptions.BROKER_KEY_STORE).isEmpty();
    Matcher host = HOST.matcher(broker);
    if (isPlain && host.find() && !isHere(host.group(1))) {
      dangers.add(
          "workbin.broker has no TLS: its password and the customers' data cross the network in"
              + " clear",
          "set workbin.broker.trust-store, or write amqps:// or sslEnabled=true");
    }
    if (!broker.equals("embedded")
        && configuration.get(WorkbinOptions.SPOOL).equals("broker")
        && configuration.find(WorkbinOptions.SPOOL_PUBLISH).isEmpty()
        && (configuration.find(WorkbinOptions.SPOOL_KEY).isEmpty()
            || configuration.get(WorkbinOptions.SPOOL_UNSEALED).equals("accept"))) {
      dangers.add(
          "workbin.broker is a broker of its own, and the spool takes what anybody whom it lets"
              + " send to workbin.notifications puts there",
          "set workbin.spool.key and take workbin.spool.unsealed out, or let the broker give the"
              + " rights on workbin.notifications, workbin-sink-* and workbin.sink.* to the user of"
              + " this product alone");
    }
    String ledger = configuration.get(WorkbinOptions.LEDGER);
    Matcher database = HOST.matcher(ledger);
    if (ledger.contains("sslmode=disable") && database.find() && !isHere(database.group(1))) {
      dangers.add(
          "workbin.ledger has sslmode=disable: its password crosses the network in clear",
          "write sslmode=verify-full, and sslrootcert= with the authority's certificate");
    }
  }

  /** TLS without a look at the certificate protects from nobody who can listen. */
  private static void unchecked(Configuration configuration, Dangers dangers) {
    if (UNCHECKED.matcher(configuration.get(WorkbinOptions.BROKER)).find()) {
      dangers.unchecked("workbin.broker");
    }
    for (Map.Entry<String, String> entry : configuration.camelProperties().entrySet()) {
      String key = entry.getKey();
      String option = key.substring(key.lastIndexOf('.') + 1).replace("-", "");
      if (key.startsWith("camel.")
          && (UNCHECKED.matcher(option + "=" + entry.getValue().strip()).find()
              || UNCHECKED.matcher(entry.getValue()).find())) {
        dangers.unchecked(key);
      }
    }
  }

  private static void sinks(Configuration configuration, Dangers dangers) {
    for (RouteInstance route : configuration.routeInstances()) {
      String to = route.parameters().getOrDefault("to", "");
      String sink = "sink " + route.name() + ": ";
      if (to.startsWith("webhook:http://")) {
        Matcher host = HOST.matcher(to.substring("webhook:".length()));
        if (host.find() && !isHere(host.group(1))) {
          dangers.add(
              sink + "notifications cross the network in clear",
              "write webhook:https:// if the receiver can be reached so");
        }
      } else if (to.startsWith("log:")) {
        dangers.add(
            sink + "log: writes whole notifications, with what customers wrote, to the log",
            "write bean:notificationLog");
      } else if (to.startsWith("http:") || to.startsWith("https:")) {
        dangers.add(
            sink + "camel-http follows redirects and takes headers of a message",
            "write webhook:" + to.substring(0, to.indexOf(':')) + "://...");
      }
    }
  }

  private static boolean isPlainElsewhere(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) && !isHere(url.getHost());
  }

  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException elsewhere) {
      return host.toLowerCase(Locale.ROOT).equals("localhost");
    }
  }

  /** What was found so far. */
  private static final class Dangers {
    private final List<Finding> findings = new ArrayList<>();

    void add(String text, String remedy) {
      findings.add(Finding.warning(PART, text, remedy));
    }

    void unchecked(String key) {
      add(
          key + " takes any certificate: whoever is in between reads and changes everything",
          "take that out, and name a trust store with the certificate of the authority");
    }
  }
}
