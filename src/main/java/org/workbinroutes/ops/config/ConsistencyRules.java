package org.workbinroutes.ops.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What options must hold together, once each is right by itself. */
final class ConsistencyRules {

  List<Problem> check(Configuration configuration) {
    List<Problem> problems = new ArrayList<>();
    login(configuration, problems);
    retries(configuration, problems);
    lease(configuration, problems);
    cluster(configuration, problems);
    broker(configuration, problems);
    http(configuration, problems);
    spoolKey(configuration, problems);
    brokerTls(configuration, problems);
    noBroker(configuration, problems);
    camelServer(configuration, problems);
    return problems;
  }

  private static void login(Configuration configuration, List<Problem> problems) {
    if (configuration.get(GwsOptions.AUTH).equals("basic")) {
      require(configuration, GwsOptions.USERNAME, "gws.auth=basic", problems);
      require(configuration, GwsOptions.PASSWORD, "gws.auth=basic", problems);
      return;
    }
    require(configuration, GwsOptions.OAUTH_TOKEN_URL, "gws.auth=oauth2", problems);
    require(configuration, GwsOptions.OAUTH_CLIENT_ID, "gws.auth=oauth2", problems);
    require(configuration, GwsOptions.OAUTH_CLIENT_SECRET, "gws.auth=oauth2", problems);
    if (configuration.get(GwsOptions.OAUTH_GRANT).equals("password")) {
      require(configuration, GwsOptions.USERNAME, "gws.oauth.grant=password", problems);
      require(configuration, GwsOptions.PASSWORD, "gws.oauth.grant=password", problems);
    }
  }

  private static void lease(Configuration configuration, List<Problem> problems) {
    if (configuration
            .get(WorkbinOptions.LEDGER_LEASE)
            .compareTo(configuration.get(GwsOptions.RETRY_TIME))
        <= 0) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.LEDGER_LEASE.key()).orElse(null),
              "workbin.ledger.lease is not longer than gws.retry.time",
              "make it longer, or another node takes up what this one is still trying"));
    }
  }

  private static void cluster(Configuration configuration, List<Problem> problems) {
    String cluster = configuration.get(WorkbinOptions.CLUSTER);
    if (cluster.equals("none")) {
      return;
    }
    String place = configuration.placeOf(WorkbinOptions.CLUSTER.key()).orElse(null);
    String set = "workbin.cluster=" + cluster;
    if (configuration.placeOf(WorkbinOptions.NODE.key()).isEmpty()) {
      problems.add(
          new Problem(
              place,
              set + ", and workbin.node is not set",
              "give each node a name of its own that it keeps over restarts: workbin.node"));
    }
    if (!configuration.get(WorkbinOptions.LEDGER).startsWith("jdbc:postgresql:")) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.LEDGER.key()).orElse(place),
              set + ", and workbin.ledger is one that nodes cannot share",
              "set workbin.ledger to the PostgreSQL database of all nodes; with a ledger each they"
                  + " would place a request twice"));
    }
    String broker = configuration.get(WorkbinOptions.BROKER);
    if (broker.equals("embedded") || broker.equals("none")) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.BROKER.key()).orElse(place),
              set + ", and workbin.broker is one that nodes cannot share",
              "set workbin.broker to the broker of all nodes"));
    }
    if (cluster.equals("file")) {
      require(configuration, WorkbinOptions.CLUSTER_FOLDER, set, problems);
    }
    if (configuration
            .get(WorkbinOptions.CLUSTER_LEASE)
            .compareTo(configuration.get(WorkbinOptions.CLUSTER_INTERVAL).multipliedBy(3))
        < 0) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.CLUSTER_LEASE.key()).orElse(place),
              "workbin.cluster.lease is shorter than three times workbin.cluster.interval",
              "make it longer, or one lost answer costs the elected node its place"));
    }
  }

  private static void retries(Configuration configuration, List<Problem> problems) {
    if (configuration
            .get(GwsOptions.RETRY_MAX_PAUSE)
            .compareTo(configuration.get(GwsOptions.RETRY_FIRST_PAUSE))
        < 0) {
      problems.add(
          new Problem(
              configuration.placeOf(GwsOptions.RETRY_MAX_PAUSE.key()).orElse(null),
              "gws.retry.max-pause is shorter than gws.retry.first-pause",
              "make it as long, or longer"));
    }
  }

  private static void broker(Configuration configuration, List<Problem> problems) {
    boolean isOpen = configuration.find(WorkbinOptions.BROKER_PORT).isPresent();
    if (isOpen && !configuration.get(WorkbinOptions.BROKER).equals("embedded")) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.BROKER_PORT.key()).orElse(null),
              "workbin.broker.port is for the embedded broker, and workbin.broker names another",
              "take workbin.broker.port out, or set workbin.broker=embedded"));
      return;
    }
    boolean hasUsers = configuration.find(WorkbinOptions.BROKER_USERS).isPresent();
    if (isOpen
        && (!hasUsers
            || configuration.find(WorkbinOptions.BROKER_USERNAME).isPresent()
            || configuration.find(WorkbinOptions.BROKER_PASSWORD).isPresent())) {
      String reason = "workbin.broker.port is set";
      require(configuration, WorkbinOptions.BROKER_USERNAME, reason, problems);
      require(configuration, WorkbinOptions.BROKER_PASSWORD, reason, problems);
    }
    if (hasUsers) {
      brokerUsers(configuration, isOpen, problems);
    }
  }

  private static void brokerUsers(
      Configuration configuration, boolean isOpen, List<Problem> problems) {
    String place = configuration.placeOf(WorkbinOptions.BROKER_USERS.key()).orElse(null);
    if (!isOpen) {
      problems.add(
          new Problem(
              place,
              "workbin.broker.users lets nobody in, as workbin.broker.port is not set",
              "set workbin.broker.port, or take workbin.broker.users out; another broker than the"
                  + " embedded one has users of its own"));
    }
    Set<String> names = new HashSet<>();
    for (BrokerUser user : BrokerUser.of(configuration)) {
      if (!names.add(user.name())) {
        problems.add(
            new Problem(
                place,
                "workbin.broker.users names " + user.name() + " twice, or with a second password",
                "name each user once, with all roles; the user of workbin.broker.username without"
                    + " hash"));
      } else if (user.hash() == null
          && configuration
              .find(WorkbinOptions.BROKER_USERNAME)
              .filter(user.name()::equals)
              .isEmpty()) {
        problems.add(
            new Problem(
                place,
                "The user " + user.name() + " of workbin.broker.users has no password",
                "write name:hash:roles; workbin-routes key --broker ROLES NAME makes password and"
                    + " line"));
      }
      if (user.name().equals("workbin-routes")) {
        problems.add(
            new Problem(
                place,
                "workbin.broker.users names workbin-routes, the broker's own user",
                "take another name"));
      }
    }
  }

  private static void spoolKey(Configuration configuration, List<Problem> problems) {
    if (configuration.find(WorkbinOptions.SPOOL_KEY).isPresent()
        && configuration.find(WorkbinOptions.SPOOL_PUBLISH).isPresent()) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.SPOOL_KEY.key()).orElse(null),
              "workbin.spool.key seals nothing that workbin.spool.publish puts elsewhere",
              "take one of them out"));
    }
  }

  private static void http(Configuration configuration, List<Problem> problems) {
    List<String> auth = configuration.find(HttpOptions.AUTH).orElse(List.of());
    String place = configuration.placeOf(HttpOptions.AUTH.key()).orElse(null);
    if (auth.contains("none") && auth.size() > 1) {
      problems.add(
          new Problem(place, "http.auth has none beside another", "keep none or the other"));
    }
    if (auth.isEmpty() && !isLoopback(configuration.get(HttpOptions.HOST))) {
      problems.add(
          new Problem(
              configuration.placeOf(HttpOptions.HOST.key()).orElse(null),
              "http.host can be reached from other machines, and http.auth is not set",
              "set http.auth=keys and http.keys (workbin-routes key makes one), or http.auth=jwt,"
                  + " or http.auth=none if everybody who reaches it may place"));
    }
    if (auth.contains("keys")) {
      require(configuration, HttpOptions.KEYS, "http.auth has keys", problems);
    } else if (configuration.find(HttpOptions.KEYS).isPresent()) {
      problems.add(
          new Problem(
              configuration.placeOf(HttpOptions.KEYS.key()).orElse(null),
              "http.keys protects nothing, as http.auth has no keys",
              "set http.auth=keys, or take http.keys out"));
    }
    if (auth.contains("jwt")) {
      require(configuration, HttpOptions.JWT_ISSUER, "http.auth has jwt", problems);
      require(configuration, HttpOptions.JWT_AUDIENCE, "http.auth has jwt", problems);
      require(configuration, HttpOptions.JWT_JWKS, "http.auth has jwt", problems);
      if (configuration.find(HttpOptions.JWT_READ_SCOPE).isPresent()) {
        require(configuration, HttpOptions.JWT_WRITE_SCOPE, "http.jwt.read-scope is set", problems);
      }
    } else {
      for (Option<?> option : HttpOptions.JWT_TRUST) {
        if (configuration.find(option).isPresent()) {
          problems.add(
              new Problem(
                  configuration.placeOf(option.key()).orElse(null),
                  option.key() + " protects nothing, as http.auth has no jwt",
                  "set http.auth=jwt, or take " + option.key() + " out"));
        }
      }
    }
    if (configuration.find(HttpOptions.TLS_TRUST_STORE).isPresent()) {
      require(configuration, HttpOptions.TLS_KEY_STORE, "http.tls.trust-store is set", problems);
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

  private static void brokerTls(Configuration configuration, List<Problem> problems) {
    String broker = configuration.get(WorkbinOptions.BROKER);
    boolean isByUrl = broker.contains("://") && !broker.startsWith("activemq:");
    for (Option<?> store :
        List.of(WorkbinOptions.BROKER_TRUST_STORE, WorkbinOptions.BROKER_KEY_STORE)) {
      if (!isByUrl && configuration.find(store).isPresent()) {
        problems.add(
            new Problem(
                configuration.placeOf(store.key()).orElse(null),
                store.key()
                    + " is for a broker at tcp:// or amqps://, and workbin.broker names none",
                "take it out; ActiveMQ takes Java's own javax.net.ssl properties, and a connection"
                    + " factory of yours its own options"));
      }
    }
  }

  private static void noBroker(Configuration configuration, List<Problem> problems) {
    if (!configuration.get(WorkbinOptions.BROKER).equals("none")) {
      return;
    }
    if (!configuration.get(WorkbinOptions.SPOOL).equals("memory")) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.BROKER.key()).orElse(null),
              "workbin.broker=none leaves the spool without a broker",
              "set workbin.spool=memory, and accept that what waits for a sink is lost with the"
                  + " process; or set workbin.broker=embedded"));
    }
    if (leadsToTheBroker(configuration.get(WorkbinOptions.DEAD_LETTERS), configuration)) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.DEAD_LETTERS.key()).orElse(null),
              "workbin.dead-letters is a JMS queue, and workbin.broker=none",
              "set workbin.dead-letters ="
                  + " file:{{workbin.data}}/dead-letters?fileName=placements.ndjson&fileExist=Append&appendChars=%0A"));
    }
    for (Configuration.RouteInstance route : configuration.routeInstances()) {
      if (route.template().startsWith("jms-")
          || route.parameters().values().stream()
              .anyMatch(value -> leadsToTheBroker(value, configuration))) {
        problems.add(
            new Problem(
                null,
                "camel.routeTemplate[" + route.name() + "] uses JMS, and workbin.broker=none",
                "take it out, or set workbin.broker=embedded"));
      }
    }
  }

  private static boolean leadsToTheBroker(String endpoint, Configuration configuration) {
    String key = WorkbinOptions.BROKER_COMPONENT.key();
    return endpoint.startsWith(configuration.get(WorkbinOptions.BROKER_COMPONENT) + ":")
        || endpoint.startsWith("{{" + key + "}}:");
  }

  /**
   * Camel's own HTTP servers have no limits, a login that leaves paths open and a JWT check that
   * looks at neither issuer nor audience. The product has its own, set up with http.* and
   * management.*; a login for another would protect nothing.
   */
  private static void camelServer(Configuration configuration, List<Problem> problems) {
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

  private static void require(
      Configuration configuration, Option<?> option, String reason, List<Problem> problems) {
    if (configuration.find(option).isEmpty()) {
      problems.add(ConfigurationLoader.missing(option, reason));
    }
  }
}
