package org.workbinroutes.ops.console;

import java.security.SecureRandom;
import java.util.Base64;
import org.apache.camel.ProducerTemplate;

/**
 * The channel by which pages are told how things stand. Its server is started when the first page
 * asks for it.
 */
public final class LiveChannel {
  /** The channel's name. */
  public static final String NAME = "/console/flow";

  /** Where the route begins that publishes to it. */
  static final String ROUTE = "direct:console-tell";

  private static final int TOKEN_BYTES = 32;

  private final ProducerTemplate template;
  private final LiveComponent component;

  /**
   * A channel that nobody listens to.
   *
   * @param template has the route run that publishes
   * @param component the server
   */
  public LiveChannel(ProducerTemplate template, LiveComponent component) {
    this.template = template;
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
   * @throws org.apache.camel.CamelExecutionException if the server could not be started
   */
  public synchronized Access open() {
    if (component.port() <= 0) {
      template.sendBody(ROUTE, null);
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
