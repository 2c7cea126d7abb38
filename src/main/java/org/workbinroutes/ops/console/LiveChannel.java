package org.workbinroutes.ops.console;

import java.security.SecureRandom;
import java.util.Base64;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/**
 * The channel by which pages are told how things stand. Its server is started when the first page
 * asks for it.
 */
public final class LiveChannel {
  /** The channel's name. */
  public static final String NAME = "/console/flow";

  /** The route that publishes to it. */
  static final String ROUTE = "console-flow";

  private static final int TOKEN_BYTES = 32;

  private final CamelContext context;
  private final LiveComponent component;

  /**
   * A channel that nobody listens to.
   *
   * @param context has the route that publishes
   * @param component the server
   */
  public LiveChannel(CamelContext context, LiveComponent component) {
    this.context = context;
    this.component = component;
  }

  /**
   * A token that nobody can guess.
   *
   * @param random where it comes from
   * @return text of letters, digits, dashes and underscores
   */
  public static String newToken(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What a page needs to listen.
   *
   * @param channel the channel to subscribe to
   * @param token what to send in the handshake, as {@code ext.token}
   */
  public record Access(String channel, String token) {}

  /**
   * Starts the channel, unless it runs.
   *
   * @return what a page needs to listen
   * @throws Exception if the server could not be started
   */
  public synchronized Access open() throws Exception {
    if (context.getRouteController().getRouteStatus(ROUTE) != ServiceStatus.Started) {
      context.getRouteController().startRoute(ROUTE);
    }
    return new Access(NAME, component.getHandshakeToken());
  }

  /**
   * Whether there is anybody to be told.
   *
   * @return true if a page listens
   */
  public boolean isWatched() {
    return component.hasListeners(NAME);
  }

  /** The port of the server; 0 or less if it does not run. */
  int port() {
    return component.port();
  }
}
