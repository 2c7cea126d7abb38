package org.workbinroutes.ops.wiring;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;

/** What must be on the class path for a configuration: none of it comes with the jar by itself. */
final class Libraries {
  private static final Library POOL =
      new Library(
          "org.messaginghub:pooled-jms", "org.messaginghub.pooled.jms.JmsPoolConnectionFactory");
  private static final Library ARTEMIS_CLIENT =
      new Library(
          "org.apache.artemis:artemis-jakarta-client",
          "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory");

  private static final List<Library> ALWAYS =
      List.of(
          new Library(
              "org.apache.camel:camel-yaml-dsl",
              "org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader"),
          new Library("org.apache.camel:camel-jms", "org.apache.camel.component.jms.JmsComponent"),
          new Library("com.networknt:json-schema-validator", "com.networknt.schema.SchemaRegistry"),
          new Library(
              "io.github.resilience4j:resilience4j-circuitbreaker",
              "io.github.resilience4j.circuitbreaker.CircuitBreaker"),
          new Library(
              "io.github.resilience4j:resilience4j-ratelimiter",
              "io.github.resilience4j.ratelimiter.RateLimiter"));

  private static final List<Library> EMBEDDED_BROKER =
      List.of(
          POOL,
          ARTEMIS_CLIENT,
          new Library(
              "org.apache.artemis:artemis-server",
              "org.apache.activemq.artemis.core.server.ActiveMQServer"));

  private static final List<Library> SQL_LEDGER =
      List.of(
          new Library("com.zaxxer:HikariCP", "com.zaxxer.hikari.HikariDataSource"),
          new Library("org.flywaydb:flyway-core", "org.flywaydb.core.Flyway"));

  private static final Library SQLITE = new Library("org.xerial:sqlite-jdbc", "org.sqlite.JDBC");

  private static final List<Library> POSTGRESQL =
      List.of(
          new Library("org.postgresql:postgresql", "org.postgresql.Driver"),
          new Library(
              "org.flywaydb:flyway-database-postgresql",
              "org.flywaydb.database.postgresql.PostgreSQLDatabaseType"));

  private static final Library CSV =
      new Library("org.apache.commons:commons-csv", "org.apache.commons.csv.CSVParser");

  private final List<Need> needs = new ArrayList<>();

  private record Library(String artifact, String type) {}

  private record Need(Library library, String reason) {}

  Libraries(Configuration configuration) {
    need(ALWAYS, "WorkbinRoutes");
    String broker = configuration.get(WorkbinOptions.BROKER);
    if (broker.equals("embedded")) {
      need(EMBEDDED_BROKER, "workbin.broker = embedded");
    } else if (broker.startsWith("tcp:")) {
      need(List.of(POOL, ARTEMIS_CLIENT), "workbin.broker = tcp:...");
    } else if (!broker.equals("none")) {
      need(List.of(POOL), "workbin.broker");
    }
    String ledger = configuration.get(WorkbinOptions.LEDGER);
    if (!ledger.equals("memory")) {
      need(SQL_LEDGER, "workbin.ledger");
      need(
          ledger.equals("embedded") ? List.of(SQLITE) : POSTGRESQL,
          ledger.equals("embedded") ? "workbin.ledger = embedded" : "workbin.ledger = jdbc:...");
    }
    if (configuration.routeInstances().stream()
        .anyMatch(route -> route.template().equals("file-intake"))) {
      need(List.of(CSV), "a file-intake");
    }
  }

  /** What the context cannot load, each with the artifact that has it. */
  List<Problem> missing(CamelContext context) {
    return needs.stream()
        .filter(need -> context.getClassResolver().resolveClass(need.library().type()) == null)
        .map(
            need ->
                new Problem(
                    null,
                    need.library().artifact() + " is not on the class path",
                    need.reason() + " needs it; see docs/embedding.md"))
        .toList();
  }

  private void need(List<Library> libraries, String reason) {
    libraries.forEach(library -> needs.add(new Need(library, reason)));
  }
}
