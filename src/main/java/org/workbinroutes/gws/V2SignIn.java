package org.workbinroutes.gws;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in with credentials on the first request, and starts the contact center session where that
 * is wanted.
 */
final class V2SignIn implements SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(V2SignIn.class);

  private final GwsConfiguration configuration;
  private final GwsWire wire;
  private final Authenticator authenticator;
  private final AnswerReading reading;

  V2SignIn(
      GwsConfiguration configuration,
      GwsWire wire,
      Authenticator authenticator,
      AnswerReading reading) {
    this.configuration = configuration;
    this.wire = wire;
    this.authenticator = authenticator;
    this.reading = reading;
  }

  @Override
  public void begin(Login fresh) {
    GwsAnswer answer;
    try {
      answer = wire.send(V2Requests.me(), fresh, authenticator.forLogin()).read(reading);
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer the login", null, e);
    }
    switch (answer.meaning()) {
      case ACCEPTED, UNKNOWN -> {
        // UNKNOWN: a 2xx without a statusCode; whoever we are, we are let in.
      }
      case LOGIN -> {
        authenticator.refused();
        throw GwsUnavailableException.userRefused(
            "GWS does not accept the user or its credentials (" + answer.summary() + ")", answer);
      }
      case PASSWORD ->
          throw new GwsUnavailableException(
              "GWS demands a change of password for the user", answer, null);
      default ->
          throw new GwsUnavailableException(
              "GWS refused the login: " + answer.summary(), answer, null);
    }
    if (configuration.isContactCenterSession()) {
      startContactCenterSession(fresh);
    }
  }

  @Override
  public void end(Login last) {
    if (!configuration.isContactCenterSession()) {
      return;
    }
    try {
      wire.send(
          V2Requests.meOperation(Map.of("operationName", "EndContactCenterSession")),
          last,
          authenticator.forRequest());
    } catch (GwsException e) {
      LOG.debug("The contact center session could not be ended", e);
    }
  }

  private void startContactCenterSession(Login fresh) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("operationName", "StartContactCenterSession");
    body.put(
        "channels",
        Arrays.stream(configuration.getChannels().split(","))
            .map(String::trim)
            .filter(channel -> !channel.isEmpty())
            .toList());
    if (configuration.getPlace() != null && !configuration.getPlace().isBlank()) {
      body.put("place", configuration.getPlace());
    }
    GwsAnswer answer;
    try {
      answer =
          wire.send(V2Requests.meOperation(body), fresh, authenticator.forRequest()).read(reading);
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer StartContactCenterSession", null, e);
    }
    // CONTENT_DECIDES: it was started before, by a session that was lost since.
    if (answer.meaning() != AnswerClass.ACCEPTED
        && answer.meaning() != AnswerClass.CONTENT_DECIDES) {
      throw new GwsUnavailableException(
          "GWS refused StartContactCenterSession: " + answer.summary(), answer, null);
    }
  }
}
