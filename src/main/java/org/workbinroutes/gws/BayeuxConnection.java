package org.workbinroutes.gws;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hc.client5.http.cookie.Cookie;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.client.ClientSessionChannel;
import org.cometd.client.BayeuxClient;
import org.cometd.client.ext.AckExtension;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.cometd.client.transport.ClientTransport;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;

/**
 * One Bayeux session, from its handshake to its end. It never shakes hands a second time: whatever
 * would need that ends it, and its owner builds a new one. A plain client that is left to itself
 * either stays deaf for ever or storms the server, depending on the server's advice.
 */
final class BayeuxConnection {
  /** Where the notification server is, below the base address. */
  static final String PATH = "/api/v2/notifications";

  private static final String WORKBINS_CHANNEL = "/v2/me/workbins";
  private static final long GOOD_BYE_MILLIS = 500;
  private static final int LONGEST_REASON = 150;
  private static final long LONGEST_HOLD_MILLIS = 600_000;

  /** At least this lies between two polls that bring nothing, whatever GWS advises. */
  private static final long IDLE_POLL_MILLIS = 200;

  /** Why a connection ended. */
  enum End {
    /** We closed it. */
    CLOSED,
    /** The HTTP session is not known any more, or the way leads elsewhere: log in first. */
    LOGIN,
    /** The subscription of the channel was refused, by a session that is otherwise taken. */
    SUBSCRIPTION,
    /** The Bayeux session is not known any more: shake hands again. */
    HANDSHAKE,
    /** The server said good-bye. */
    DISCONNECTED,
    /** Polls are not answered any more, or tell nothing any more. */
    DEAF,
    /** An answer to a poll is larger than we read; it would come again with every further poll. */
    TOO_LARGE
  }

  private final GwsConfiguration configuration;
  private final Login login;
  private final Authenticator authenticator;
  private final Consumer<Map<String, Object>> messages;
  private final Clock clock;
  private final Client client;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final CompletableFuture<Void> polled = new CompletableFuture<>();
  private final Runnable replaced;
  private volatile Instant lastPoll;
  private volatile Long advisedTimeout;
  private volatile String trouble;

  BayeuxConnection(
      GwsConfiguration configuration,
      URI base,
      Authenticator authenticator,
      Login login,
      HttpClient http,
      ScheduledExecutorService scheduler,
      Consumer<Map<String, Object>> messages,
      Consumer<UnreadableKind> unreadable,
      Runnable replaced,
      Clock clock) {
    this.configuration = configuration;
    this.login = login;
    this.authenticator = authenticator;
    this.messages = messages;
    this.replaced = replaced;
    this.clock = clock;
    login.cookies().forgetBayeuxClient();
    String url = base + PATH;
    this.client = new Client(url, scheduler, new Transport(url, scheduler, http, unreadable));
  }

  /**
   * Shakes hands and subscribes the channel; returns when the server acknowledged both and answered
   * a first poll.
   *
   * @throws GwsUnavailableException if that does not come to pass in time
   */
  void open() throws InterruptedException {
    CompletableFuture<Void> subscribed = new CompletableFuture<>();
    client.handshake(
        reply -> {
          remember(reply.getAdvice());
          if (reply.isSuccessful()) {
            client
                .getChannel(WORKBINS_CHANNEL)
                .subscribe(
                    (channel, message) -> deliver(message),
                    acknowledgement -> {
                      if (acknowledgement.isSuccessful()) {
                        subscribed.complete(null);
                      } else {
                        trouble = "GWS refused the subscription to " + WORKBINS_CHANNEL;
                        ended(End.SUBSCRIPTION);
                      }
                    });
          }
        });
    try {
      CompletableFuture.anyOf(end, CompletableFuture.allOf(subscribed, polled))
          .get(configuration.getNetworkDelay(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new GwsUnavailableException(
          "GWS did not answer the notification handshake in time", null, e);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (end.isDone()) {
      throw new GwsUnavailableException(
          trouble == null ? "The notification handshake failed" : trouble, null, null);
    }
  }

  /** Completes when the connection ended, with the reason. */
  CompletableFuture<End> end() {
    return end;
  }

  /** What went wrong, for people; null if nothing did. */
  String trouble() {
    return trouble;
  }

  /** When the server last answered a poll well; null if it never did. */
  Instant lastPoll() {
    return lastPoll;
  }

  /** Ends the connection if the server has not answered a poll for longer than it may. */
  void checkPolls() {
    Instant last = lastPoll;
    if (last != null && last.plus(longestSilence()).isBefore(clock.instant())) {
      trouble = "GWS has not answered a poll for " + longestSilence().toSeconds() + " s";
      ended(End.DEAF);
    }
  }

  /** How long the time between two answered polls may be. */
  Duration longestSilence() {
    Long timeout = advisedTimeout;
    long hold = timeout == null ? configuration.getPollTimeout() : timeout;
    return Duration.ofMillis(hold + configuration.getNetworkDelay() * 3 / 2);
  }

  /** Ends the connection from our side; its owner then disposes of it. */
  void close() {
    ended(End.CLOSED);
  }

  /**
   * Lets go of everything the connection holds. A server that knows the session is told, and given
   * a moment to answer: a Bayeux session that expires instead may take the HTTP session with it.
   */
  void dispose() {
    End why = end.getNow(null);
    boolean known = why != End.LOGIN && why != End.HANDSHAKE && why != End.DISCONNECTED;
    if (known && client.isHandshook()) {
      client.disconnect(GOOD_BYE_MILLIS);
    }
    client.abort();
  }

  private void deliver(Message message) {
    Map<String, Object> data = message.getDataAsMap();
    if (data != null) {
      client.idlePolls.set(0);
      messages.accept(data);
    }
  }

  private void remember(Map<String, Object> advice) {
    if (advice != null && advice.get(Message.TIMEOUT_FIELD) instanceof Number timeout) {
      // What GWS advises also says when it counts as deaf.
      advisedTimeout = Math.max(0, Math.min(timeout.longValue(), LONGEST_HOLD_MILLIS));
    }
  }

  private void ended(End why) {
    end.complete(why);
  }

  /** A client that ends where others would shake hands again. */
  private final class Client extends BayeuxClient {
    private volatile long polledAt;

    /** Polls in a row that were answered at once and with nothing. */
    private final AtomicInteger idlePolls = new AtomicInteger();

    Client(String url, ScheduledExecutorService scheduler, ClientTransport transport) {
      super(url, scheduler, transport);
      setBackOffStrategy(
          new BackOffStrategy.Linear(
              configuration.getReconnectDelay(), configuration.getMaxReconnectDelay()));
      addExtension(new AckExtension());
      getChannel(Channel.META_CONNECT)
          .addListener(
              (ClientSessionChannel.MessageListener)
                  (channel, reply) -> {
                    if (reply.isSuccessful()) {
                      lastPoll = clock.instant();
                      remember(reply.getAdvice());
                      polled.complete(null);
                      if (isFarewell(reply.getAdvice())) {
                        trouble = "GWS does not want the notification session to go on";
                        ended(End.DISCONNECTED);
                      }
                    }
                  });
      getChannel(Channel.META_DISCONNECT)
          .addListener(
              (ClientSessionChannel.MessageListener)
                  (channel, reply) -> {
                    trouble = "GWS ended the notification session";
                    ended(End.DISCONNECTED);
                  });
    }

    @Override
    protected void sendConnect() {
      polledAt = System.nanoTime();
      idlePolls.incrementAndGet();
      super.sendConnect();
    }

    /** The first may come back at once: so does the one that ends a handshake. */
    @Override
    protected boolean scheduleConnect(long interval, long backOff) {
      long took = (System.nanoTime() - polledAt) / 1_000_000;
      if (took >= IDLE_POLL_MILLIS) {
        idlePolls.set(0);
      }
      long floor = idlePolls.get() > 1 ? IDLE_POLL_MILLIS - took : 0;
      return super.scheduleConnect(Math.max(interval, floor), backOff);
    }

    @Override
    protected void onTransportFailure(
        Message message,
        ClientTransport.FailureInfo failure,
        ClientTransport.FailureHandler handler) {
      super.onTransportFailure(
          message,
          failure,
          decided -> {
            if (isTooLarge(message)) {
              decided.action = Message.RECONNECT_NONE_VALUE;
              trouble =
                  "GWS answered a poll with more than gws.max-burst, "
                      + configuration.getMaxBurstSize()
                      + " bytes, or with more values than fit into it; these notifications are"
                      + " lost";
              ended(End.TOO_LARGE);
              handler.handle(decided);
              return;
            }
            Integer status = httpStatus(message);
            boolean refused = isNoBayeux(message) || (status != null && isElsewhere(status));
            if (refused || !Message.RECONNECT_RETRY_VALUE.equals(decided.action)) {
              decided.action = Message.RECONNECT_NONE_VALUE;
              trouble = describe(message, status);
              boolean handshake = Channel.META_HANDSHAKE.equals(message.getChannel());
              ended(refused || (handshake && isRefusal(message)) ? End.LOGIN : End.HANDSHAKE);
            }
            handler.handle(decided);
          });
    }

    /** A good answer can say that there is to be no next poll; the client would poll on. */
    private static boolean isFarewell(Map<String, Object> advice) {
      Object reconnect = advice == null ? null : advice.get(Message.RECONNECT_FIELD);
      return Message.RECONNECT_NONE_VALUE.equals(reconnect)
          || Message.RECONNECT_HANDSHAKE_VALUE.equals(reconnect);
    }

    private static Integer httpStatus(Message message) {
      return message.get("failure") instanceof Map<?, ?> failure
              && failure.get("httpCode") instanceof Number code
          ? Integer.valueOf(code.intValue())
          : null;
    }

    /**
     * Whether the answer to a Bayeux request is none of a Bayeux server in the HTTP session: a
     * refused session, a redirect to a login page, a page of something in between.
     */
    private static boolean isElsewhere(int status) {
      return switch (status) {
        case 408, 425, 429 -> false;
        default -> status >= 300 && status < 500;
      };
    }

    private static boolean isNoBayeux(Message message) {
      return message.get("failure") instanceof Map<?, ?> failure
          && failure.get("exception") instanceof NoBayeuxException;
    }

    /** The transport tells by a text alone that it stopped reading. */
    private static boolean isTooLarge(Message message) {
      return message.get("failure") instanceof Map<?, ?> failure
          && failure.get("exception") instanceof IllegalArgumentException stopped
          && (stopped instanceof TooManyValuesException
              || String.valueOf(stopped.getMessage()).startsWith("Buffering capacity"));
    }

    private static boolean isRefusal(Message message) {
      return message.get(Message.ERROR_FIELD) instanceof String error
          && (error.startsWith("401") || error.startsWith("403"));
    }

    private static String describe(Message message, Integer status) {
      String what = message.getChannel() + " failed";
      if (status != null) {
        return what + " with HTTP " + status;
      }
      if (message.get(Message.ERROR_FIELD) instanceof String error) {
        return what + ": " + error;
      }
      return message.get("failure") instanceof Map<?, ?> failure
              && failure.get("exception") instanceof Throwable cause
          ? what + ": " + describe(cause)
          : what;
    }

    /** The client's own texts hold its inner state, of many hundred characters. */
    private static String describe(Throwable cause) {
      String text = cause.getMessage();
      String name = cause.getClass().getSimpleName();
      if (cause instanceof NoBayeuxException) {
        return text;
      }
      return text == null || text.contains("@") || text.length() > LONGEST_REASON
          ? name
          : name + ": " + text;
    }
  }

  /** Long polling with the session's cookies and credentials. */
  private final class Transport extends JettyHttpClientTransport {
    Transport(
        String url,
        ScheduledExecutorService scheduler,
        HttpClient http,
        Consumer<UnreadableKind> unreadable) {
      super(url, options(configuration, unreadable), scheduler, http);
    }

    private static Map<String, Object> options(
        GwsConfiguration configuration, Consumer<UnreadableKind> unreadable) {
      return new HashMap<>(
          Map.of(
              ClientTransport.MAX_MESSAGE_SIZE_OPTION,
              configuration.getMaxBurstSize(),
              ClientTransport.MAX_NETWORK_DELAY_OPTION,
              configuration.getNetworkDelay(),
              ClientTransport.JSON_CONTEXT_OPTION,
              new PollAnswerReader(configuration.getMaxBurstSize(), unreadable)));
    }

    @Override
    public void init() {
      super.init();
      setMaxNetworkDelay(configuration.getNetworkDelay());
    }

    @Override
    protected long calculateMaxNetworkDelay(List<Message.Mutable> outgoing) {
      if (outgoing.size() != 1 || !Channel.META_CONNECT.equals(outgoing.get(0).getChannel())) {
        return configuration.getNetworkDelay();
      }
      Map<String, Object> asked = outgoing.get(0).getAdvice();
      if (asked != null && asked.get(Message.TIMEOUT_FIELD) instanceof Number timeout) {
        return timeout.longValue() + configuration.getNetworkDelay();
      }
      Long advised = advisedTimeout;
      return (advised == null ? configuration.getPollTimeout() : advised)
          + configuration.getNetworkDelay();
    }

    @Override
    protected List<HttpCookie> getCookies(URI uri) {
      return login.cookies().matching(uri).stream()
          .map(cookie -> HttpCookie.from(cookie.getName(), valueOf(cookie)))
          .toList();
    }

    private static String valueOf(Cookie cookie) {
      return cookie.getValue() == null ? "" : cookie.getValue();
    }

    @Override
    protected void storeCookies(URI uri, Map<String, List<String>> headers) {
      for (List<String> values : headers.values()) {
        for (String value : values) {
          if (login.cookies().keep(uri, value)) {
            replaced.run();
          }
        }
      }
    }

    @Override
    protected void customize(Request request) {
      String authorization = authenticator.forRequest();
      CsrfToken csrf = login.csrf();
      request.headers(
          headers -> {
            if (authorization != null) {
              headers.put(HttpHeader.AUTHORIZATION, authorization);
            }
            if (csrf != null) {
              headers.put(csrf.header(), csrf.value());
            }
          });
    }
  }
}
