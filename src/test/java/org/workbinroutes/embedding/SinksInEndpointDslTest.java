package org.workbinroutes.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.workbinroutes.dsl.StaticEndpointBuilders.table;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.dsl.NdjsonEndpointBuilderFactory.NdjsonBuilders;
import org.workbinroutes.sink.Samples;
import org.workbinroutes.sink.SinkContext;

/** The components of the sinks by their builders. */
class SinksInEndpointDslTest {
  @TempDir private Path directory;

  @Test
  void aRouteOfOnesOwnAppendsToAFile() throws Exception {
    Path file = directory.resolve("lines.ndjson");
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      // Given
      camel.addRoutes(new LineRoutes(file));
      camel.start();
      // When
      try (ProducerTemplate lines = camel.createProducerTemplate()) {
        lines.sendBody("direct:line", "{\"a\":1}");
      }
    }
    // Then
    assertThat(file).hasContent("{\"a\":1}\n");
  }

  @Test
  void aSinkTakesItsAddressFromABuilder() throws Exception {
    // Given
    String url = "jdbc:h2:" + directory.resolve("warehouse") + ";DB_CLOSE_DELAY=-1";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table heard (id varchar primary key)");
      try (SinkContext sinks =
          new SinkContext(
              Map.of(
                  "workbin.datasource.warehouse.url",
                  url,
                  "workbin.datasource.warehouse.insert",
                  "merge into heard (id) key (id) values (:#id)"))) {
        sinks.sink("warehouse", table("warehouse").queryTimeout(5).getRawUri(), Map.of());
        // When
        sinks.give("warehouse", Samples.AGENT_GROUP, Map.of());
        // Then
        assertThat(sinks.deadLetter("warehouse")).isNull();
        assertThat(sinks.camel().hasEndpoint("table:warehouse?queryTimeout=5")).isNotNull();
      }
      try (ResultSet rows = statement.executeQuery("select count(*) from heard")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
      statement.execute("shutdown");
    }
  }

  private static final class LineRoutes extends EndpointRouteBuilder implements NdjsonBuilders {
    private final Path file;

    LineRoutes(Path file) {
      this.file = file;
    }

    @Override
    public void configure() {
      from(direct("line")).to(ndjson(file.toString()).roll("daily").keep(2));
    }
  }
}
