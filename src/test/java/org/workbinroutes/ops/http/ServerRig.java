package org.workbinroutes.ops.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.net.HostNames;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;

/**
 * A server with a few routes: GET and POST /things, POST /large, GET /huge, GET /slow, GET /broken.
 */
final class ServerRig implements AutoCloseable {
  static final Limits LIMITS =
      new Limits(
          64 * 1024, 1024 * 1024, 2_000, 2_000, 0, Duration.ofSeconds(30), Duration.ofSeconds(20));

  /** Bytes of the answer of /huge: more than sockets keep for somebody who does not read. */
  static final int HUGE = 4 << 20;

  final HttpServer server;
  final DefaultCamelContext context = new DefaultCamelContext();
  final AtomicInteger served = new AtomicInteger();
  final CompletableFuture<Void> slowOnes = new CompletableFuture<>();
  final AtomicInteger waiting = new AtomicInteger();
  final RawHttp http;

  ServerRig(Path folder, Limits limits, Logins logins, TlsSettings tls) throws Exception {
    server =
        new HttpServer(
            new HttpServerSettings(
                "127.0.0.1",
                new HostNames(List.of("a", "desk.example")),
                0,
                limits,
                logins,
                tls,
                folder.resolve("http")),
            List.of(
                new OpenPage(
                    "/page",
                    "text/plain",
                    "open".getBytes(StandardCharsets.UTF_8),
                    "default-src 'none'")));
    server.start();
    server.configure(context);
    http = new RawHttp(server.port());
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("platform-http:/things?httpMethodRestrict=GET,POST").process(ServerRig.this::echo);
            from("platform-http:/things/{id}?httpMethodRestrict=GET").process(ServerRig.this::echo);
            from("platform-http:/large?httpMethodRestrict=POST&useStreaming=true")
                .process(ServerRig.this::echo);
            from("platform-http:/page/below?httpMethodRestrict=GET").process(ServerRig.this::echo);
            from("platform-http:/huge?httpMethodRestrict=GET").process(ServerRig.this::huge);
            from("platform-http:/slow?httpMethodRestrict=GET")
                .process(
                    new AsyncProcessorSupport() {
                      @Override
                      public boolean process(Exchange exchange, AsyncCallback callback) {
                        waiting.incrementAndGet();
                        CompletableFuture<Void> unused =
                            slowOnes.thenRun(
                                () -> {
                                  exchange.getMessage().setBody("late");
                                  callback.done(false);
                                });
                        return false;
                      }
                    });
            from("platform-http:/broken?httpMethodRestrict=GET")
                .throwException(new IllegalStateException("SECRET of the stack"));
          }
        });
  }

  static ServerRig open(Path folder, Limits limits) throws Exception {
    return new ServerRig(folder, limits, Logins.none(), null).start();
  }

  static ServerRig withLogin(Path folder, Logins logins) throws Exception {
    return new ServerRig(folder, LIMITS, logins, null).start();
  }

  ServerRig start() {
    context.start();
    return this;
  }

  private void huge(Exchange exchange) {
    served.incrementAndGet();
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody(new byte[HUGE]);
  }

  private void echo(Exchange exchange) {
    served.incrementAndGet();
    byte[] body = exchange.getMessage().getBody(byte[].class);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setBody("bytes " + (body == null ? 0 : body.length));
  }

  @Override
  public void close() {
    context.stop();
    server.stop();
  }
}
