package org.workbinroutes.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * {@code POST /placements}, which is answered when GWS has taken the placement, against calling GWS
 * from the same load generator: as fast as it goes, and at half of that.
 */
final class HttpBench implements Benchmark {
  private static final int CALLERS = 32;
  private static final long WARM_UP_NANOS = TimeUnit.MINUTES.toNanos(2);

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    try (ServerProcess gws = ServerProcess.simulator();
        RunningModule module =
            new RunningModule(
                folder.resolve("module"),
                gws.url(),
                "",
                Map.of("gws.connections", String.valueOf(BareClient.POOL)));
        BareClient bare = new BareClient(gws.url());
        CloseableHttpClient client = client();
        Callers callers = new Callers(CALLERS)) {
      Waiting waiting = new Waiting();
      // the compiler takes its time where it has to share two processors with what it compiles
      callers.during(WARM_UP_NANOS, new Through(client, module.url()));
      Turns full =
          new Turns()
              .with("GWS directly", () -> callers.during(length.nanos(), new Direct(bare, waiting)))
              .with(
                  "POST /placements",
                  () -> callers.during(length.nanos(), new Through(client, module.url())))
              .run(length.rounds());
      double half = Median.of(full.of("POST /placements"), Sample::perSecond).value() / 2;
      Turns calm =
          new Turns()
              .with(
                  "GWS directly",
                  () -> callers.atRate(half, length.nanos(), new Direct(bare, waiting)))
              .with(
                  "POST /placements",
                  () -> callers.atRate(half, length.nanos(), new Through(client, module.url())))
              .run(length.rounds());
      report.columns("load", "way", "calls/s", "share", "spread", "p50 ms", "p99 ms");
      rows(report, "full", full);
      rows(report, "half", calm);
      report.goal(
          "http, added p99 at half load, ms",
          p99(calm, "POST /placements") - p99(calm, "GWS directly"),
          2,
          false);
    }
  }

  private static void rows(Report report, String load, Turns turns) {
    for (String way : turns.names()) {
      report.row(
          load,
          way,
          Median.of(turns.of(way), Sample::perSecond).value(),
          turns.share(way).value(),
          turns.share(way).spread(),
          Median.of(turns.of(way), s -> s.p50Nanos() / 1e6).value(),
          p99(turns, way));
    }
  }

  private static double p99(Turns turns, String way) {
    return Median.of(turns.of(way), s -> s.p99Nanos() / 1e6).value();
  }

  private static CloseableHttpClient client() {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(CALLERS)
                .setMaxConnTotal(CALLERS)
                .build())
        .build();
  }

  /** Calls GWS itself. */
  private record Direct(BareClient bare, Waiting waiting) implements Callers.Call {
    @Override
    public void make(long number) throws IOException {
      bare.place(Waiting.UNHEARD_BIN, Waiting.GROUP, "d-" + System.nanoTime() + "-" + number);
    }
  }

  /** Has the module place. */
  private record Through(CloseableHttpClient client, String url) implements Callers.Call {
    @Override
    public void make(long number) throws IOException {
      HttpPost post = new HttpPost(url + "/placements");
      String json =
          "{\"workbinId\":\"%s\",\"agentGroup\":\"%s\",\"interactionId\":\"h-%d-%d\",\"operationName\":\"AddChat\"}"
              .formatted(Waiting.BIN, Waiting.GROUP, System.nanoTime(), number);
      post.setEntity(
          new ByteArrayEntity(json.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
      int status =
          client.execute(
              post,
              response -> {
                EntityUtils.consume(response.getEntity());
                return response.getCode();
              });
      if (status != 200) {
        throw new IOException("not placed: " + status);
      }
    }
  }
}
