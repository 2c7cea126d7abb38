package org.workbinroutes.ops.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends spans to a collector, by OTLP over HTTP, in the background. What the collector does not
 * take in time is dropped: nothing waits for it.
 */
public final class TraceExport implements AutoCloseable {
  private static final double PERCENT = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LAST_WORDS_SECONDS = 2;

  private final SdkTracerProvider provider;

  public TraceExport(String endpoint, int percent, String version, String node) {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(endpoint).setTimeout(PATIENCE).build();
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put(AttributeKey.stringKey("service.name"), "workbin-routes")
                    .put(AttributeKey.stringKey("service.version"), version)
                    .put(AttributeKey.stringKey("service.instance.id"), node)
                    .build())
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / PERCENT)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .build())
            .build();
  }

  /** Makes spans that are sent. */
  public Tracer tracer() {
    return provider.get("org.workbinroutes");
  }

  /** Sends what is left, as far as the collector takes it within a moment. */
  @Override
  public void close() {
    provider.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
  }
}
