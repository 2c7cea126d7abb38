package org.workbinroutes.simulator;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.client.ClientSessionChannel;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.cometd.client.transport.ClientTransport;
import org.cometd.common.JacksonJSONContextClient;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpCookieStore;

/** A plain CometD client that shares the cookies of a {@link RestClient}. */
final class CometClient implements AutoCloseable {
  private static final long HANDSHAKE_MILLIS = 5_000;

  private final HttpClient http = new HttpClient();
  private final BayeuxClient bayeux;
  private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
  private final List<Object> data = new CopyOnWriteArrayList<>();
  private final List<Message> connects = new CopyOnWriteArrayList<>();
  private final List<Message> handshakes = new CopyOnWriteArrayList<>();
  private final List<Message> disconnects = new CopyOnWriteArrayList<>();

  CometClient(SimulatorServer gws, RestClient rest) throws Exception {
    HttpCookieStore store = new HttpCookieStore.Default();
    http.setHttpCookieStore(store);
    URI uri = URI.create(gws.url() + "/");
    rest.cookies()
        .getCookieStore()
        .getCookies()
        .forEach(
            cookie ->
                store.add(uri, HttpCookie.build(cookie.getName(), cookie.getValue()).build()));
    http.start();
    Map<String, Object> options = new HashMap<>();
    options.put(ClientTransport.JSON_CONTEXT_OPTION, new JacksonJSONContextClient());
    options.put(ClientTransport.MAX_MESSAGE_SIZE_OPTION, 16 * 1024 * 1024);
    options.put(ClientTransport.MAX_NETWORK_DELAY_OPTION, 40_000L);
    bayeux =
        new BayeuxClient(
            gws.url() + "/api/v2/notifications", new JettyHttpClientTransport(options, http));
    bayeux.setOption(BayeuxClient.BACKOFF_INCREMENT_OPTION, 50L);
    bayeux.getChannel(Channel.META_CONNECT).addListener(listener(connects));
    bayeux.getChannel(Channel.META_HANDSHAKE).addListener(listener(handshakes));
    bayeux.getChannel(Channel.META_DISCONNECT).addListener(listener(disconnects));
  }

  /** A client that is logged in, has shaken hands and listens to the channel. */
  static CometClient listening(SimulatorServer gws, RestClient rest) throws Exception {
    CometClient client = new CometClient(gws, rest);
    client.handshake();
    client.listen("/v2/me/workbins");
    return client;
  }

  boolean handshake() {
    bayeux.handshake();
    return bayeux.waitFor(HANDSHAKE_MILLIS, BayeuxClient.State.CONNECTED);
  }

  void listen(String channel) throws Exception {
    CountDownLatch subscribed = new CountDownLatch(1);
    bayeux
        .getChannel(channel)
        .subscribe(
            (heard, message) -> {
              data.add(message.getData() == null ? "null" : message.getData());
              if (message.getData() instanceof Map) {
                received.add(message.getDataAsMap());
              }
            },
            reply -> subscribed.countDown());
    if (!subscribed.await(HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("no answer to the subscription of " + channel);
    }
  }

  BayeuxClient bayeux() {
    return bayeux;
  }

  /** Messages whose data is an object. */
  List<Map<String, Object>> received() {
    return received;
  }

  /** The ids of interactions in ItemAdded, in order of arrival. */
  List<Object> added() {
    return received.stream()
        .filter(message -> "ItemAdded".equals(message.get("action")))
        .map(message -> ((Map<?, ?>) message.get("chatStateResourceV2")).get("id"))
        .map(Object.class::cast)
        .toList();
  }

  /** The data of all messages, whatever it is. */
  List<Object> data() {
    return data;
  }

  List<Message> connects() {
    return connects;
  }

  List<Message> handshakes() {
    return handshakes;
  }

  List<Message> disconnects() {
    return disconnects;
  }

  @Override
  public void close() {
    bayeux.abort();
    try {
      http.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ClientSessionChannel.MessageListener listener(List<Message> into) {
    return (channel, message) -> into.add(message);
  }
}
