package org.workbinroutes.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.net.HostNames;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/** Workers end answers while the event loop looks whether their callers read them. */
class AnswersOfWorkersTest {
  private static final Limits OFTEN_LOOKED_AT =
      new Limits(
          64 * 1024, 1024 * 1024, 100, 100, 0, Duration.ofMillis(400), Duration.ofSeconds(20));

  @TempDir Path folder;

  @Test
  void theLoopWaitsForAWorkerAndNotTheWorkerForTheLoop() throws Exception {
    Listener listener =
        new Listener(
            "HTTP",
            "",
            new HttpServerSettings(
                "127.0.0.1",
                new HostNames(List.of("a")),
                0,
                OFTEN_LOOKED_AT,
                Logins.none(),
                null,
                folder));
    listener.routes().get("/things").handler(AnswersOfWorkersTest::answer);
    listener.listen();
    try {
      assertThat(new RawHttp(listener.port()).get("/things").status).isEqualTo(200);
    } finally {
      listener.stop();
    }
  }

  /** By a worker, who has Vert.x' lock on the connection until the loop waits for it. */
  private static void answer(RoutingContext ctx) {
    Thread loop = Thread.currentThread();
    ctx.addEndHandler(
        end ->
            await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> loop.getState() == Thread.State.BLOCKED));
    Future<Void> unused = ctx.vertx().executeBlocking(() -> ctx.end("done").result());
  }
}
