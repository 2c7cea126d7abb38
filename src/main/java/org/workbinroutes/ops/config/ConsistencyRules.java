package org.workbinroutes.ops.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What options must hold together, once each is right by itself. */
final class ConsistencyRules {
  private final Configuration configuration;
  private final List<Problem> problems = new ArrayList<>();

  ConsistencyRules(Configuration configuration) {
    this.configuration = configuration;
  }

  List<Problem> check() {
    login();
    retries();
    lease();
    cluster();
    broker();
    http();
    spoolKey();
    brokerTls();
    noBroker();
    camelServer();
    return problems;
  }

  private void login() {
    if (value(GwsOptions.AUTH).equals("basic")) {
      require(GwsOptions.USERNAME, "gws.auth=basic");
      require(GwsOptions.PASSWORD, "gws.auth=basic");
      return;
    }
    require(GwsOptions.OAUTH_TOKEN_URL, "gws.auth=oauth2");
    require(GwsOptions.OAUTH_CLIENT_ID, "gws.auth=oauth2");
    require(GwsOptions.OAUTH_CLIENT_SECRET, "gws.auth=oauth2");
    if (value(GwsOptions.OAUTH_GRANT).equals("password")) {
      require(GwsOptions.USERNAME, "gws.oauth.grant=password");
      require(GwsOptions.PASSWORD, "gws.oauth.grant=password");
    }
  }

  private void lease() {
    if (value(WorkbinOptions.LEDGER_LEASE).compareTo(value(GwsOptions.RETRY_TIME)) <= 0) {
      wrong(
          WorkbinOptions.LEDGER_LEASE,
          "workbin.ledger.lease is not longer than gws.retry.time",
          "make it longer, or another node takes up what this one is still trying");
    }
  }

  private void cluster() {
    String cluster = value(WorkbinOptions.CLUSTER);
    if (cluster.equals("none")) {
      return;
    }
    String set = "workbin.cluster=" + cluster;
    if (configuration.placeOf(WorkbinOptions.NODE.key()).isEmpty()) {
      wrong(
          WorkbinOptions.CLUSTER,
          set + ", and workbin.node is not set",
          "give each node a name of its own that it keeps over restarts: workbin.node");
    }
    if (!value(WorkbinOptions.LEDGER).startsWith("jdbc:postgresql:")) {
      wrong(
          typed(WorkbinOptions.LEDGER, WorkbinOptions.CLUSTER),
          set + ", and workbin.ledger is one that nodes cannot share",
          "set workbin.ledger to the PostgreSQL database of all nodes; with a ledger each they"
              + " would place a request twice");
    }
    String broker = value(WorkbinOptions.BROKER);
    if (broker.equals("embedded") || broker.equals("none")) {
      wrong(
          typed(WorkbinOptions.BROKER, WorkbinOptions.CLUSTER),
          set + ", and workbin.broker is one that nodes cannot share",
          "set workbin.broker to the broker of all nodes");
    }
    if (cluster.equals("file")) {
      require(WorkbinOptions.CLUSTER_FOLDER, set);
    }
    if (value(WorkbinOptions.CLUSTER_LEASE)
            .compareTo(value(WorkbinOptions.CLUSTER_INTERVAL).multipliedBy(3))
        < 0) {
      wrong(
          typed(WorkbinOptions.CLUSTER_LEASE, WorkbinOptions.CLUSTER),
          "workbin.cluster.lease is shorter than three times workbin.cluster.interval",
          "make it longer, or one lost answer costs the elected node its place");
    }
  }

  private void retries() {
    if (value(GwsOptions.RETRY_MAX_PAUSE).compareTo(value(GwsOptions.RETRY_FIRST_PAUSE)) < 0) {
      wrong(
          GwsOptions.RETRY_MAX_PAUSE,
          "gws.retry.max-pause is shorter than gws.retry.first-pause",
          "make it as long, or longer");
    }
  }

  private void broker() {
    boolean isOpen = isSet(WorkbinOptions.BROKER_PORT);
    if (isOpen && !value(WorkbinOptions.BROKER).equals("embedded")) {
      wrong(
          WorkbinOptions.BROKER_PORT,
          "workbin.broker.port is for the embedded broker, and workbin.broker names another",
          "take workbin.broker.port out, or set workbin.broker=embedded");
      return;
    }
    boolean hasUsers = isSet(WorkbinOptions.BROKER_USERS);
    if (isOpen
        && (!hasUsers
            || isSet(WorkbinOptions.BROKER_USERNAME)
            || isSet(WorkbinOptions.BROKER_PASSWORD))) {
      String reason = "workbin.broker.port is set";
      require(WorkbinOptions.BROKER_USERNAME, reason);
      require(WorkbinOptions.BROKER_PASSWORD, reason);
    }
    if (hasUsers) {
      brokerUsers(isOpen);
    }
  }

  private void brokerUsers(boolean isOpen) {
    if (!isOpen) {
      wrong(
          WorkbinOptions.BROKER_USERS,
          "workbin.broker.users lets nobody in, as workbin.broker.port is not set",
          "set workbin.broker.port, or take workbin.broker.users out; another broker than the"
              + " embedded one has users of its own");
    }
    Set<String> names = new HashSet<>();
    for (BrokerUser user : BrokerUser.of(configuration)) {
      if (!names.add(user.name())) {
        wrong(
            WorkbinOptions.BROKER_USERS,
            "workbin.broker.users names " + user.name() + " twice, or with a second password",
            "name each user once, with all roles; the user of workbin.broker.username without"
                + " hash");
      } else if (user.hash() == null
          && configuration
              .find(WorkbinOptions.BROKER_USERNAME)
              .filter(user.name()::equals)
              .isEmpty()) {
        wrong(
            WorkbinOptions.BROKER_USERS,
            "The user " + user.name() + " of workbin.broker.users has no password",
            "write name:hash:roles; workbin-routes key --broker ROLES NAME makes password and"
                + " line");
      }
      if (user.name().equals("workbin-routes")) {
        wrong(
            WorkbinOptions.BROKER_USERS,
            "workbin.broker.users names workbin-routes, the broker's own user",
            "take another name");
      }
    }
  }

  private void spoolKey() {
    if (isSet(WorkbinOptions.SPOOL_KEY) && isSet(WorkbinOptions.SPOOL_PUBLISH)) {
      wrong(
          WorkbinOptions.SPOOL_KEY,
          "workbin.spool.key seals nothing that workbin.spool.publish puts elsewhere",
          "take one of them out");
    }
  }

  private void http() {
    List<String> auth = configuration.find(HttpOptions.AUTH).orElse(List.of());
    if (auth.contains("none") && auth.size() > 1) {
      wrong(HttpOptions.AUTH, "http.auth has none beside another", "keep none or the other");
    }
    if (auth.isEmpty() && !isLoopback(value(HttpOptions.HOST))) {
      wrong(
          HttpOptions.HOST,
          "http.host can be reached from other machines, and http.auth is not set",
          "set http.auth=keys and http.keys (workbin-routes key makes one), or http.auth=jwt,"
              + " or http.auth=none if everybody who reaches it may place");
    }
    if (auth.contains("keys")) {
      require(HttpOptions.KEYS, "http.auth has keys");
    } else if (isSet(HttpOptions.KEYS)) {
      wrong(
          HttpOptions.KEYS,
          "http.keys protects nothing, as http.auth has no keys",
          "set http.auth=keys, or take http.keys out");
    }
    if (auth.contains("jwt")) {
      require(HttpOptions.JWT_ISSUER, "http.auth has jwt");
      require(HttpOptions.JWT_AUDIENCE, "http.auth has jwt");
      require(HttpOptions.JWT_JWKS, "http.auth has jwt");
      if (isSet(HttpOptions.JWT_READ_SCOPE)) {
        require(HttpOptions.JWT_WRITE_SCOPE, "http.jwt.read-scope is set");
      }
    } else {
      for (Option<?> option : HttpOptions.JWT_TRUST) {
        if (isSet(option)) {
          wrong(
              option,
              option.key() + " protects nothing, as http.auth has no jwt",
              "set http.auth=jwt, or take " + option.key() + " out");
        }
      }
    }
    if (isSet(HttpOptions.TLS_TRUST_STORE)) {
      require(HttpOptions.TLS_KEY_STORE, "http.tls.trust-store is set");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      // said when it is tried to listen there
      return true;
    }
  }

  private void brokerTls() {
    String broker = value(WorkbinOptions.BROKER);
    boolean isByUrl = broker.contains("://") && !broker.startsWith("activemq:");
    for (Option<?> store :
        List.of(WorkbinOptions.BROKER_TRUST_STORE, WorkbinOptions.BROKER_KEY_STORE)) {
      if (!isByUrl && isSet(store)) {
        wrong(
            store,
            store.key() + " is for a broker at tcp:// or amqps://, and workbin.broker names none",
            "take it out; ActiveMQ takes Java's own javax.net.ssl properties, and a connection"
                + " factory of yours its own options");
      }
    }
  }

  private void noBroker() {
    if (!value(WorkbinOptions.BROKER).equals("none")) {
      return;
    }
    if (!value(WorkbinOptions.SPOOL).equals("memory")) {
      wrong(
          WorkbinOptions.BROKER,
          "workbin.broker=none leaves the spool without a broker",
          "set workbin.spool=memory, and accept that what waits for a sink is lost with the"
              + " process; or set workbin.broker=embedded");
    }
    if (leadsToTheBroker(value(WorkbinOptions.DEAD_LETTERS))) {
      wrong(
          WorkbinOptions.DEAD_LETTERS,
          "workbin.dead-letters is a JMS queue, and workbin.broker=none",
          "set workbin.dead-letters ="
              + " file:{{workbin.data}}/dead-letters?fileName=placements.ndjson&fileExist=Append&appendChars=%0A");
    }
    for (Configuration.RouteInstance route : configuration.routeInstances()) {
      if (route.template().startsWith("jms-")
          || route.parameters().values().stream().anyMatch(this::leadsToTheBroker)) {
        problems.add(
            new Problem(
                null,
                "camel.routeTemplate[" + route.name() + "] uses JMS, and workbin.broker=none",
                "take it out, or set workbin.broker=embedded"));
      }
    }
  }

  private boolean leadsToTheBroker(String endpoint) {
    String key = WorkbinOptions.BROKER_COMPONENT.key();
    return endpoint.startsWith(value(WorkbinOptions.BROKER_COMPONENT) + ":")
        || endpoint.startsWith("{{" + key + "}}:");
  }

  /**
   * Camel's own HTTP servers have no limits, a login that leaves paths open and a JWT check that
   * looks at neither issuer nor audience. The product has its own, set up with http.* and
   * management.*; a login for another would protect nothing.
   */
  private void camelServer() {
    for (String key : configuration.camelProperties().keySet()) {
      if (key.startsWith("camel.server.") || key.startsWith("camel.management.")) {
        problems.add(
            new Problem(
                configuration.placeOf(key).orElse(null),
                key + " is for an HTTP server of Camel's, which the product does not use",
                "take it out; http.* and management.* set up the product's own"));
      }
    }
  }

  private <T> T value(Option<T> option) {
    return configuration.get(option);
  }

  private boolean isSet(Option<?> option) {
    return configuration.find(option).isPresent();
  }

  private void require(Option<?> option, String reason) {
    if (!isSet(option)) {
      problems.add(ConfigurationLoader.missing(option, reason));
    }
  }

  private void wrong(Option<?> option, String fault, String remedy) {
    problems.add(configuration.problem(option, fault, remedy));
  }

  /** The one that was typed; else the one that asks for it. */
  private Option<?> typed(Option<?> option, Option<?> reason) {
    return configuration.placeOf(option.key()).isPresent() ? option : reason;
  }
}
