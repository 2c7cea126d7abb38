package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * An OAuth 2 service in front of GWS; bearer tokens take the place of Basic.
 *
 * @param clientId the one client
 * @param clientSecret its secret
 * @param user whom a token of the client credentials grant stands for
 * @param lifetime how long tokens are accepted; whole seconds are announced as {@code expires_in}
 * @param bearerOnEveryRequest true if the cookie alone is not enough after the first request
 */
public record OAuthSettings(
    String clientId,
    String clientSecret,
    String user,
    Duration lifetime,
    boolean bearerOnEveryRequest) {
  /** Checks that nothing is missing. */
  public OAuthSettings {
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(clientSecret, "clientSecret");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(lifetime, "lifetime");
  }

  /**
   * A service for the user {@code agent} whose tokens last an hour; the cookie is enough after the
   * first request.
   *
   * @param clientId the one client
   * @param clientSecret its secret
   * @return the settings
   */
  public static OAuthSettings client(String clientId, String clientSecret) {
    return new OAuthSettings(clientId, clientSecret, "agent", Duration.ofHours(1), false);
  }

  /**
   * Changes the lifetime of tokens.
   *
   * @param lifetime how long tokens are accepted
   * @return the changed settings
   */
  public OAuthSettings withLifetime(Duration lifetime) {
    return new OAuthSettings(clientId, clientSecret, user, lifetime, bearerOnEveryRequest);
  }

  /**
   * Demands a valid bearer on every request, REST and Bayeux alike, besides the cookie.
   *
   * @return the changed settings
   */
  public OAuthSettings withBearerOnEveryRequest() {
    return new OAuthSettings(clientId, clientSecret, user, lifetime, true);
  }
}
