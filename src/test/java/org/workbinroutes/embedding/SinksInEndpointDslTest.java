package org.workbinroutes.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.dsl.NdjsonEndpointBuilderFactory.NdjsonBuilders;

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
