package org.workbinroutes.ops.http;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the open connections may do: none holds its place without a request, or with an answer that
 * is not read. A connection has a fixed time for the head of its next request, whether it is silent
 * or sends a byte now and then.
 */
final class Connections {
  private static final int LOOKS = 4;

  private final Context loop;
  private final long idleMillis;
  private final OpenConnections numbers;
  private final UnreadAnswers unread = new UnreadAnswers(UnreadAnswers.budget());
  private final Map<HttpConnection, State> open = new ConcurrentHashMap<>();

  /**
   * No connections.
   *
   * @param idle how long one may be without a request, or without anything of its answer being read
   */
  Connections(Context loop, Duration idle, OpenConnections numbers) {
    this.loop = loop;
    this.idleMillis = idle.toMillis();
    this.numbers = numbers;
  }

  /** Begins to look for answers that are not read; to be called on the server's event loop. */
  void begin() {
    loop.owner()
        .setPeriodic(Math.max(1, idleMillis / LOOKS), look -> open.values().forEach(State::look));
  }

  /** Takes a new connection in. */
  void opened(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get("httpDecoder") != null) {
      pipeline.addBefore("handler", OneAtATime.NAME, new OneAtATime(unread, numbers));
    }
    State state = new State(connection);
    open.put(connection, state);
    connection.closeHandler(
        closed -> {
          open.remove(connection);
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
    return state == null || state.begin(request);
  }

  /** Notes that a request was answered, by whatever thread. */
  void end(HttpServerRequest request) {
    State state = open.get(request.connection());
    if (state != null) {
      loop.runOnContext(here -> state.end(request));
    }
  }

  private static boolean isChunked(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && request.headers().contains("Transfer-Encoding");
  }

  /**
   * One connection. It has no lock, and is used on the event loop alone: whoever ends an answer has
   * the lock of Vert.x on the connection, which what is asked of an answer here needs as well.
   */
  private final class State {
    private final HttpConnection connection;
    private final Map<HttpServerResponse, Progress> answers = new LinkedHashMap<>();
    private int requests;
    private boolean last;
    private long timer = -1;

    State(HttpConnection connection) {
      this.connection = connection;
    }

    boolean begin(HttpServerRequest request) {
      if (last) {
        return false;
      }
      last = isChunked(request);
      requests++;
      answers.keySet().removeIf(this::isGone);
      answers.put(request.response(), new Progress(0, 0));
      stopTimer();
      return true;
    }

    void end(HttpServerRequest request) {
      requests--;
      HttpServerResponse response = request.response();
      if (request.version() != HttpVersion.HTTP_2) {
        answers.remove(response);
      } else if (unread.sending(
          response, response.bytesWritten(), response::closed, () -> cut(response))) {
        numbers.refused("callers do not read their answers");
      }
      if (last && requests == 0) {
        connection.close();
      } else if (requests == 0) {
        startTimer();
      }
    }

    /** Cuts answers of which nothing was read since the looks before. */
    void look() {
      List<HttpServerResponse> stuck = new ArrayList<>();
      answers.keySet().removeIf(this::isGone);
      answers.replaceAll(
          (response, before) -> {
            Progress now = before.then(response);
            if (now.looks() > LOOKS) {
              stuck.add(response);
            }
            return now;
          });
      for (HttpServerResponse response : stuck) {
        numbers.refused("callers do not read their answers");
        cut(response);
      }
    }

    private boolean isGone(HttpServerResponse response) {
      if (response.closed()) {
        unread.taken(response, Long.MAX_VALUE);
        return true;
      }
      return false;
    }

    private void cut(HttpServerResponse response) {
      // a stream of HTTP/2; of HTTP/1.1, the connection
      response.reset();
    }

    void startTimer() {
      stopTimer();
      timer = loop.owner().setTimer(idleMillis, late -> connection.close());
    }

    void stopTimer() {
      if (timer >= 0) {
        loop.owner().cancelTimer(timer);
        timer = -1;
      }
    }
  }

  /**
   * How many bytes of an answer were taken over, and how many looks ago that number was another.
   */
  private record Progress(long bytes, int looks) {
    Progress then(HttpServerResponse response) {
      boolean waits = response.ended() || (response.headWritten() && response.writeQueueFull());
      return waits && response.bytesWritten() == bytes
          ? new Progress(bytes, looks + 1)
          : new Progress(response.bytesWritten(), 0);
    }
  }
}
