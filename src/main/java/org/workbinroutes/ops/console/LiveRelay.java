package org.workbinroutes.ops.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultMessage;

/**
 * Hands what a page sends to the CometD server on to it, and its answer back. So pages need one
 * address, one certificate and one login, and no browser has to be told that it may call another
 * origin. A poll that waits holds no thread.
 */
public final class LiveRelay extends AsyncProcessorSupport {
  /** Where pages send to. */
  public static final String PATH = "/console/live";

  private static final int MOST_POLLS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

  /** CometD's own cookie, which ties a session to the browser that began it. */
  private static final Pattern COOKIE = Pattern.compile("BAYEUX_BROWSER=([A-Za-z0-9]{1,128})");

  private final LiveChannel channel;
  private final boolean tls;
  private final HttpClient http;
  private final Semaphore places = new Semaphore(MOST_POLLS);
  private final Map<String, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A relay.
   *
   * @param channel knows where the server is
   * @param tls whether pages come over HTTPS, so that the cookie goes nowhere else
   */
  public LiveRelay(LiveChannel channel, boolean tls) {
    this.channel = channel;
    this.tls = tls;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_PATIENCE)
            .build();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Message message = exchange.getMessage();
    byte[] body = message.getBody(byte[].class);
    Matcher cookie = COOKIE.matcher(String.valueOf(message.getHeader("Cookie")));
    String browser = cookie.find() ? cookie.group() : null;
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
    int port = channel.port();
    if (closed || port <= 0) {
      return refuse(exchange, callback, "The page has to ask for the live channel again");
    }
    if (!places.tryAcquire()) {
      return refuse(exchange, callback, "At most " + MOST_POLLS + " pages can listen at a time");
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request(port, body, browser), HttpResponse.BodyHandlers.ofByteArray());
    underWay.put(exchange.getExchangeId(), answer);
    CompletableFuture<Void> unused =
        answer.handle(
            (response, failure) -> {
              underWay.remove(exchange.getExchangeId());
              places.release();
              if (failure == null) {
                answer(exchange.getMessage(), response);
              } else {
                exchange.setException(new NotListeningException("The live channel did not answer"));
              }
              callback.done(false);
              return null;
            });
    if (closed) {
      answer.cancel(true);
    }
    return false;
  }

  /** Ends the polls that wait, so that they hold up no stop. */
  public void endPolls() {
    closed = true;
    underWay.values().forEach(poll -> poll.cancel(true));
  }

  /** The page has to come again, perhaps with a new handshake. */
  static final class NotListeningException extends Exception {
    private static final long serialVersionUID = 1L;

    NotListeningException(String message) {
      super(message);
    }
  }

  private static boolean refuse(Exchange exchange, AsyncCallback callback, String reason) {
    exchange.setException(new NotListeningException(reason));
    callback.done(true);
    return true;
  }

  private static HttpRequest request(int port, byte[] body, String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/cometd"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json;charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body == null ? new byte[0] : body));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return request.build();
  }

  private void answer(Message message, HttpResponse<byte[]> response) {
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, response.statusCode());
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
    if (response.statusCode() != 200) {
      // what Jetty writes of an error is for nobody
      return;
    }
    message.setHeader(Exchange.CONTENT_TYPE, "application/json;charset=UTF-8");
    message.setBody(response.body());
    response.headers().allValues("Set-Cookie").stream()
        .map(COOKIE::matcher)
        .filter(Matcher::find)
        .findFirst()
        .ifPresent(
            cookie ->
                message.setHeader(
                    "Set-Cookie",
                    cookie.group()
                        + "; Path="
                        + PATH
                        + "; HttpOnly; SameSite=Strict"
                        + (tls ? "; Secure" : "")));
  }
}
