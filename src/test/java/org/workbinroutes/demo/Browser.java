package org.workbinroutes.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.component.LifeCycle;

/** A CometD client, as a page in a browser would have one. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 10_000;

  private final HttpClient http = new HttpClient();
  private final BayeuxClient client;

  Browser(String url) {
    LifeCycle.start(http);
    client = new BayeuxClient(url, new JettyHttpClientTransport(new HashMap<>(), http));
  }

  void listen(String channel, Heard heard) throws Exception {
    client.handshake();
    if (!client.waitFor(PATIENCE_MILLIS, BayeuxClient.State.CONNECTED)) {
      throw new DemoFailure("no CometD client can connect to " + client.getURL());
    }
    CompletableFuture<Boolean> subscribed = new CompletableFuture<>();
    client
        .getChannel(channel)
        .subscribe(
            (any, message) -> heard.add(JSON.valueToTree(message.getDataAsMap())),
            answer -> subscribed.complete(answer.isSuccessful()));
    if (!subscribed.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new DemoFailure("no CometD client can subscribe to " + channel);
    }
  }

  @Override
  public void close() {
    client.disconnect(2_000);
    LifeCycle.stop(http);
  }
}
