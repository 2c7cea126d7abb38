package org.workbinroutes.ops.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections: not too many, and none that holds its place without a request. A connection
 * has a fixed time for the head of its next request, whether it is silent or sends a byte now and
 * then.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final Vertx vertx;
  private final int most;
  private final long idleMillis;
  private final Map<HttpConnection, State> open = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong said = new AtomicLong(System.nanoTime() - SAY_AGAIN_NANOS);

  /**
   * No connections.
   *
   * @param vertx has the timers
   * @param most how many can be open; a further one is closed at once
   * @param idle how long one may be without a request
   */
  Connections(Vertx vertx, int most, Duration idle) {
    this.vertx = vertx;
    this.most = most;
    this.idleMillis = idle.toMillis();
  }

  /** Takes a new connection in, or closes it. */
  void opened(HttpConnection connection) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      sayThatTheyAreTooMany();
      connection.close();
      return;
    }
    State state = new State(connection);
    open.put(connection, state);
    connection.closeHandler(
        closed -> {
          open.remove(connection);
          count.decrementAndGet();
          state.stopTimer();
        });
    state.startTimer();
  }

  /**
   * Notes that a request has come.
   *
   * @return false if nothing may come any more on this connection: where an earlier request was
   *     chunked, what follows it may be a part of it to some proxy
   */
  boolean begin(HttpServerRequest request) {
    State state = open.get(request.connection());
    return state == null || state.begin(isChunked(request));
  }

  /** Notes that a request was answered. */
  void end(HttpServerRequest request) {
    State state = open.get(request.connection());
    if (state != null) {
      state.end();
    }
  }

  int size() {
    return count.get();
  }

  private static boolean isChunked(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && request.headers().contains("Transfer-Encoding");
  }

  private void sayThatTheyAreTooMany() {
    long now = System.nanoTime();
    long last = said.get();
    if (now - last >= SAY_AGAIN_NANOS && said.compareAndSet(last, now)) {
      LOG.warn("{} HTTP connections are open: more are refused; see http.max-connections", most);
    }
  }

  /** One connection. */
  private final class State {
    private final HttpConnection connection;
    private int requests;
    private boolean last;
    private long timer = -1;

    State(HttpConnection connection) {
      this.connection = connection;
    }

    synchronized boolean begin(boolean chunked) {
      if (last) {
        return false;
      }
      last = chunked;
      requests++;
      stopTimer();
      return true;
    }

    synchronized void end() {
      requests--;
      if (last && requests == 0) {
        connection.close();
      } else if (requests == 0) {
        startTimer();
      }
    }

    synchronized void startTimer() {
      stopTimer();
      timer = vertx.setTimer(idleMillis, late -> connection.close());
    }

    synchronized void stopTimer() {
      if (timer >= 0) {
        vertx.cancelTimer(timer);
        timer = -1;
      }
    }
  }
}
