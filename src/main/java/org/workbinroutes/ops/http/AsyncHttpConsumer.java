package org.workbinroutes.ops.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.AsyncInputStream;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.MessageHelper;

/**
 * Camel's consumer runs a route to its end on one of few threads, which a route that waits would
 * keep from all others. This one starts the route on such a thread and writes the answer when the
 * route is done, whichever thread that is.
 */
final class AsyncHttpConsumer extends VertxPlatformHttpConsumer {
  private static final String BODY = "workbinroutes.body";

  private final boolean large;
  private final RequestBodies bodies;
  private final ProblemAnswers problems;

  /**
   * A consumer.
   *
   * @param large whether a body may be as large as a batch; the route gets it as a stream then, and
   *     as bytes otherwise
   */
  AsyncHttpConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      String routerName,
      boolean large,
      RequestBodies bodies,
      ProblemAnswers problems) {
    super(endpoint, processor, List.of(), routerName);
    this.large = large;
    this.bodies = bodies;
    this.problems = problems;
  }

  @Override
  protected void handleRequest(RoutingContext ctx) {
    if (isSuspended()) {
      problems.send(ctx, HttpProblem.NOT_READY);
      return;
    }
    Context context = ctx.vertx().getOrCreateContext();
    Exchange exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    processHttpRequest(exchange, ctx)
        .onFailure(
            failure -> {
              ctx.fail(failure);
              letGo(ctx);
              releaseExchange(exchange, false);
            })
        .onSuccess(
            read -> {
              Future<Object> unused =
                  ctx.vertx()
                      .executeBlocking(
                          () -> {
                            createUoW(exchange);
                            getAsyncProcessor()
                                .process(
                                    exchange,
                                    sync -> context.runOnContext(done -> answer(ctx, exchange)));
                            return null;
                          },
                          false)
                      .onFailure(
                          failure -> context.runOnContext(done -> fail(ctx, exchange, failure)));
            });
  }

  @Override
  protected Future<Void> populateCamelMessage(
      RoutingContext ctx, Exchange exchange, Message message) {
    return super.populateCamelMessage(ctx, exchange, message)
        .compose(headers -> bodies.read(ctx.request(), large))
        .compose(
            body -> {
              ctx.put(BODY, body);
              if (!large) {
                message.setBody(body.bytes());
                return Future.succeededFuture();
              }
              // in one step: of two, the second can overtake the first when the worker is quick
              return ctx.vertx()
                  .executeBlocking(body::open, false)
                  .map(
                      stream -> {
                        message.setBody(stream);
                        return null;
                      });
            });
  }

  private void answer(RoutingContext ctx, Exchange exchange) {
    try {
      if (exchange.getException() != null) {
        fail(ctx, exchange, exchange.getException());
      } else if (ctx.response().ended() || ctx.response().closed()) {
        finish(ctx, exchange);
      } else {
        write(ctx, exchange)
            .onSuccess(written -> finish(ctx, exchange))
            .onFailure(failure -> fail(ctx, exchange, failure));
      }
    } catch (NoTypeConversionAvailableException | RuntimeException failure) {
      fail(ctx, exchange, failure);
    }
  }

  private Future<Void> write(RoutingContext ctx, Exchange exchange)
      throws NoTypeConversionAvailableException {
    Message message = exchange.getMessage();
    HttpServerResponse response = ctx.response();
    response.setStatusCode(
        message.getHeader(
            Exchange.HTTP_RESPONSE_CODE, message.getBody() == null ? 204 : 200, Integer.class));
    headers(ctx, exchange);
    String type = MessageHelper.getContentType(message);
    if (type != null) {
      response.putHeader("Content-Type", type);
    }
    Object body = message.getBody();
    if (body == null) {
      return response.end();
    }
    if (body instanceof InputStream stream) {
      AsyncInputStream chunks =
          new AsyncInputStream(ctx.vertx(), ctx.vertx().getOrCreateContext(), stream);
      response.setChunked(true);
      return chunks.pipeTo(response).onComplete(sent -> chunks.close(null));
    }
    byte[] bytes =
        exchange.getContext().getTypeConverter().mandatoryConvertTo(byte[].class, exchange, body);
    // fails only if the caller is gone, which is no failure of the route: many can go at once
    return response.end(Buffer.buffer(bytes)).otherwiseEmpty();
  }

  /** The message's headers that the endpoint's strategy lets out. */
  private void headers(RoutingContext ctx, Exchange exchange) {
    HeaderFilterStrategy strategy = getEndpoint().getHeaderFilterStrategy();
    for (Map.Entry<String, Object> header : exchange.getMessage().getHeaders().entrySet()) {
      String value =
          exchange.getContext().getTypeConverter().tryConvertTo(String.class, header.getValue());
      if (value != null
          && !ctx.pathParams().containsKey(header.getKey())
          && !strategy.applyFilterToCamelHeaders(header.getKey(), header.getValue(), exchange)) {
        ctx.response().putHeader(header.getKey(), value);
      }
    }
  }

  private void fail(RoutingContext ctx, Exchange exchange, Throwable failure) {
    getExceptionHandler()
        .handleException("Failed handling " + getEndpoint().getPath(), exchange, failure);
    ctx.fail(500);
    finish(ctx, exchange);
  }

  private static void letGo(RoutingContext ctx) {
    if (ctx.get(BODY) instanceof RequestBody body) {
      body.close();
    }
  }

  private void finish(RoutingContext ctx, Exchange exchange) {
    letGo(ctx);
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
