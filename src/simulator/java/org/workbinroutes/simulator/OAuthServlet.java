package org.workbinroutes.simulator;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The token endpoint of the OAuth 2 service (RFC 6749, client credentials and password). */
final class OAuthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Simulation simulation;
  private final transient OAuthSettings oauth;

  OAuthServlet(Simulation simulation) {
    this.simulation = simulation;
    oauth = simulation.settings().oauth();
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = new Exchange(request, response);
    Fault fault =
        simulation
            .faults()
            .tokens()
            .take(RestCall.of("POST", request.getRequestURI(), request.getQueryString()));
    if (fault == null) {
      exchange.send(grant(request));
      return;
    }
    switch (fault.kind()) {
      case RESET -> exchange.reset();
      case HANG -> exchange.hang(simulation.hung());
      case DRIP -> exchange.drip(simulation.hung());
      case SLOW ->
          exchange.later(
              simulation.scheduler(), fault.delay(), () -> exchange.send(grant(request)));
      case CUT_BODY ->
          exchange.sendCut(Reply.text(fault.code(), fault.contentType(), fault.body()));
      case ANSWER, STATUS_CODE, UNAUTHORIZED ->
          exchange.send(
              Reply.text(
                      fault.kind() == Fault.Kind.STATUS_CODE ? 400 : fault.code(),
                      fault.contentType(),
                      fault.body())
                  .with(fault.headers()));
    }
  }

  private Reply grant(HttpServletRequest request) {
    if (!clientIsKnown(request)) {
      return error(401, "invalid_client").with(Map.of("WWW-Authenticate", "Basic realm=\"oauth\""));
    }
    String grantType = request.getParameter("grant_type");
    if ("client_credentials".equals(grantType)) {
      return token(oauth.user());
    }
    if (!"password".equals(grantType)) {
      return error(400, grantType == null ? "invalid_request" : "unsupported_grant_type");
    }
    String user = request.getParameter("username");
    String password = request.getParameter("password");
    return user != null
            && password != null
            && password.equals(simulation.settings().users().get(user))
        ? token(user)
        : error(400, "invalid_grant");
  }

  private boolean clientIsKnown(HttpServletRequest request) {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (oauth.clientId() + ":" + oauth.clientSecret())
                        .getBytes(StandardCharsets.UTF_8));
    return basic.equals(request.getHeader("Authorization"))
        || (oauth.clientId().equals(request.getParameter("client_id"))
            && oauth.clientSecret().equals(request.getParameter("client_secret")));
  }

  private Reply token(String user) {
    simulation.counters().tokenGrants.increment();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", simulation.tokens().issue(user, oauth.lifetime()));
    body.put("token_type", "bearer");
    body.put("expires_in", oauth.lifetime().toSeconds());
    body.put("scope", "*");
    return Reply.json(200, body).with(Map.of("Cache-Control", "no-store"));
  }

  private static Reply error(int status, String code) {
    return Reply.json(status, Map.of("error", code));
  }
}
