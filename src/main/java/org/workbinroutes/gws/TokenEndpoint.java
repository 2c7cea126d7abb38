package org.workbinroutes.gws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * Asks an OAuth 2 token endpoint for a bearer token (RFC 6749, sections 4.3 and 4.4). Its answers
 * are never logged.
 */
final class TokenEndpoint {
  /** Taken where the endpoint does not say how long its token lives. */
  private static final Duration ASSUMED_LIFETIME = Duration.ofMinutes(5);

  /** So that no answer has a token asked for with every call. */
  private static final double SHORTEST_SECONDS = 1;

  private static final double LONGEST_SECONDS = 86_400;

  /** RFC 6750, section 2.1, and room for the wildest claims. */
  private static final String BEARER_TOKEN = "[\\x21-\\x7E]{1,16384}";

  private final GwsConfiguration configuration;
  private final GwsHttp http;
  private final URI address;
  private final JsonObjectReader json = new JsonObjectReader();

  TokenEndpoint(GwsConfiguration configuration, GwsHttp http) {
    this.configuration = configuration;
    this.http = http;
    this.address =
        GwsService.inSmallLetters(
            URI.create(needed("oauthTokenUrl", configuration.getOauthTokenUrl()).trim()));
    needed("oauthClientId", configuration.getOauthClientId());
    needed("oauthClientSecret", configuration.getOauthClientSecret());
    if (configuration.getOauthGrant() == GwsConfiguration.OauthGrant.password) {
      needed("username", configuration.getUsername());
      needed("password", configuration.getPassword());
    }
  }

  BearerAuthenticator.Token token() {
    HttpPost request = new HttpPost(address);
    request.setHeader("Accept", "application/json");
    request.setHeader(
        "Authorization",
        BasicAuthenticator.header(
            configuration.getOauthClientId(), configuration.getOauthClientSecret()));
    request.setEntity(new UrlEncodedFormEntity(form(), StandardCharsets.UTF_8));
    GwsHttp.Raw raw;
    try {
      raw = http.send(request, CallKind.TOKEN, () -> {});
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException(name() + " did not answer: " + reason(e), null, e);
    } catch (GwsUnavailableException e) {
      throw new GwsUnavailableException(name() + " could not be reached: " + reason(e), null, e);
    }
    Map<String, Object> fields = json.fields(raw.body());
    if (raw.status() != 200 || !(fields.get("access_token") instanceof String token)) {
      Object error = fields.get("error");
      String trouble =
          name()
              + " gave no token: HTTP "
              + raw.status()
              + (error instanceof String text && text.matches("[\\w ]{1,60}") ? ", " + text : "");
      // RFC 6749, 5.2: 400, or 401, for credentials and grants that are not accepted
      throw raw.status() == 400 || raw.status() == 401
          ? GwsUnavailableException.userRefused(trouble, null)
          : new GwsUnavailableException(trouble, null, null);
    }
    if (!token.matches(BEARER_TOKEN)) {
      throw new GwsUnavailableException(
          name() + " gave a token that no header can carry: it is too long, or not visible ASCII",
          null,
          null);
    }
    return new BearerAuthenticator.Token(token, lifetime(fields.get("expires_in")));
  }

  /** Without query and user info, which may be secret. */
  private String name() {
    return "The OAuth token endpoint "
        + address.getScheme()
        + "://"
        + address.getHost()
        + (address.getPort() < 0 ? "" : ":" + address.getPort())
        + Objects.requireNonNullElse(address.getRawPath(), "");
  }

  private static String reason(GwsException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : GwsHttp.reason(cause);
  }

  private List<NameValuePair> form() {
    List<NameValuePair> form = new ArrayList<>();
    form.add(new BasicNameValuePair("grant_type", configuration.getOauthGrant().name()));
    if (configuration.getOauthGrant() == GwsConfiguration.OauthGrant.password) {
      form.add(new BasicNameValuePair("username", configuration.getUsername()));
      form.add(new BasicNameValuePair("password", configuration.getPassword()));
    }
    if (configuration.getOauthScope() != null && !configuration.getOauthScope().isBlank()) {
      form.add(new BasicNameValuePair("scope", configuration.getOauthScope()));
    }
    return form;
  }

  private static Duration lifetime(Object expiresIn) {
    double seconds;
    try {
      seconds = Double.parseDouble(String.valueOf(expiresIn));
    } catch (NumberFormatException notSaid) {
      return ASSUMED_LIFETIME;
    }
    if (!(seconds > 0)) {
      return ASSUMED_LIFETIME;
    }
    return Duration.ofSeconds(
        (long) Math.max(SHORTEST_SECONDS, Math.min(seconds, LONGEST_SECONDS)));
  }

  private static String needed(String option, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "auth=oauth2 needs the option " + option + " of the gws component");
    }
    return value;
  }
}
