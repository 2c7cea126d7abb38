package org.workbinroutes.simulator;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One request and the ways to answer it, or not to. */
final class Exchange {
  private static final long DRIP_MILLIS = 50;

  /** The requests that hang, so that they can be let go. */
  static final class Hung {
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

    void releaseAll() {
      for (Exchange exchange : List.copyOf(exchanges)) {
        if (exchanges.remove(exchange)) {
          exchange.reset();
          exchange.async.complete();
        }
      }
    }
  }

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private AsyncContext async;
  private boolean deferred;

  Exchange(HttpServletRequest request, HttpServletResponse response) {
    this.request = request;
    this.response = response;
  }

  HttpServletRequest request() {
    return request;
  }

  HttpServletResponse response() {
    return response;
  }

  void send(Reply reply) {
    write(reply, reply.length());
  }

  /** Announces more than it sends, then closes. */
  void sendCut(Reply reply) {
    write(reply, reply.length() + 16);
    Connections.close(request);
  }

  void reset() {
    Connections.reset(request);
  }

  void hang(Hung hung) {
    defer();
    hung.exchanges.add(this);
  }

  /** Sends a byte again and again, so that no time-out of a socket ends it. */
  void drip(Hung hung) {
    hang(hung);
    response.setContentType("application/json");
    response.setContentLength(1_000_000);
    Thread dripping =
        new Thread(
            () -> {
              try {
                while (hung.exchanges.contains(this)) {
                  response.getOutputStream().write(' ');
                  response.flushBuffer();
                  Thread.sleep(DRIP_MILLIS);
                }
              } catch (IOException gone) {
                if (hung.exchanges.remove(this)) {
                  async.complete();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "drip");
    dripping.setDaemon(true);
    dripping.start();
  }

  /** Goes on later, on another thread; this one is free. */
  void later(ScheduledExecutorService scheduler, Duration delay, Runnable rest) {
    defer();
    schedule(scheduler, delay, rest);
  }

  /** Goes on some time after something has happened, or failed to happen. */
  void laterThan(
      CompletableFuture<?> event,
      ScheduledExecutorService scheduler,
      Duration delay,
      Runnable rest) {
    defer();
    var unused = event.whenComplete((value, failure) -> schedule(scheduler, delay, rest));
  }

  private void defer() {
    deferred = true;
    if (async == null) {
      async = request.startAsync();
      async.setTimeout(0);
    }
  }

  private void schedule(ScheduledExecutorService scheduler, Duration delay, Runnable rest) {
    try {
      var unused = scheduler.schedule(() -> resume(rest), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // the simulator is closing
      reset();
      async.complete();
    }
  }

  private void resume(Runnable rest) {
    deferred = false;
    try {
      rest.run();
    } finally {
      // the rest may have put itself off again
      if (!deferred) {
        async.complete();
      }
    }
  }

  private void write(Reply reply, int announced) {
    try {
      response.setStatus(reply.status());
      reply.headers().forEach(response::setHeader);
      response.setContentType(reply.contentType());
      response.setContentLength(announced);
      reply.writeBody(response.getOutputStream());
      response.flushBuffer();
    } catch (IOException e) {
      // the client has gone; that is its right
    }
  }
}
