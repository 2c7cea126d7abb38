package org.workbinroutes.ops.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What options must hold together, once each is right by itself. */
final class ConsistencyRules {

  List<Problem> check(Configuration configuration) {
    List<Problem> problems = new ArrayList<>();
    login(configuration, problems);
    retries(configuration, problems);
    lease(configuration, problems);
    broker(configuration, problems);
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
    if (configuration.find(WorkbinOptions.BROKER_PORT).isEmpty()) {
      return;
    }
    if (!configuration.get(WorkbinOptions.BROKER).equals("embedded")) {
      problems.add(
          new Problem(
              configuration.placeOf(WorkbinOptions.BROKER_PORT.key()).orElse(null),
              "workbin.broker.port is for the embedded broker, and workbin.broker names another",
              "take workbin.broker.port out, or set workbin.broker=embedded"));
      return;
    }
    require(configuration, WorkbinOptions.BROKER_USERNAME, "workbin.broker.port is set", problems);
    require(configuration, WorkbinOptions.BROKER_PASSWORD, "workbin.broker.port is set", problems);
  }

  /**
   * Camel's HTTP server protects only what its authentication path covers, and its JWT check looks
   * at neither issuer nor audience.
   */
  private static void camelServer(Configuration configuration, List<Problem> problems) {
    Map<String, String> camel = configuration.camelProperties();
    for (String server : List.of("camel.server.", "camel.management.")) {
      camel.forEach(
          (key, value) -> {
            String option = optionOf(key, server);
            String place = configuration.placeOf(key).orElse(null);
            if (option.startsWith("jwt")) {
              problems.add(
                  new Problem(
                      place,
                      key + " asks for a JWT check that looks at neither issuer nor audience",
                      "take it out"));
            } else if (option.equals("authenticationpath") && !value.strip().equals("/*")) {
              problems.add(
                  new Problem(
                      place,
                      key + " leaves every other path open to everybody",
                      "take it out, or write /*"));
            } else if (option.equals("authenticationenabled")
                && Boolean.parseBoolean(value.strip())
                && !hasOption(camel, server, "basicpropertiesfile")) {
              problems.add(
                  new Problem(
                      place,
                      key + "=true without a password file lets everybody in",
                      "set " + server + "basicPropertiesFile"));
            }
          });
    }
  }

  private static boolean hasOption(Map<String, String> camel, String server, String option) {
    return camel.entrySet().stream()
        .anyMatch(
            entry ->
                optionOf(entry.getKey(), server).equals(option) && !entry.getValue().isBlank());
  }

  private static String optionOf(String key, String server) {
    return key.startsWith(server)
        ? key.substring(server.length()).replace("-", "").toLowerCase(Locale.ROOT)
        : "";
  }

  private static void require(
      Configuration configuration, Option<?> option, String reason, List<Problem> problems) {
    if (configuration.find(option).isEmpty()) {
      problems.add(ConfigurationLoader.missing(option, reason));
    }
  }
}
