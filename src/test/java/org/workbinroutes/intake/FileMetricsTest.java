package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.workbinroutes.outage.CapturedLog;

class FileMetricsTest {
  @Test
  void everyFileFindsTheSameMetersAndNoWarningIsLogged() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext();
        CapturedLog log = CapturedLog.ofAll()) {
      // Given
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      context.getRegistry().bind("meters", meters);
      FileProgressRegistry board = new FileProgressRegistry();
      // When
      FileMetrics.of(context, board).placed();
      FileMetrics.of(context, board).placed();
      // Then
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
      assertThat(meters.get("workbin.file.records").tag("outcome", "placed").counter().count())
          .isEqualTo(2);
      assertThat(meters.get("workbin.file.reading").gauge().value()).isZero();
    }
  }
}
