package org.workbinroutes.gws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * HTTP Basic on the first request. Later requests go with the cookie alone: credentials on each of
 * them would let GWS replace a dead session silently, and its notifications would be lost with it.
 */
final class BasicAuthenticator implements Authenticator {
  private final String header;

  BasicAuthenticator(String username, String password) {
    this.header = header(username, password);
  }

  static String header(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String forLogin() {
    return header;
  }

  @Override
  public String forRequest() {
    return null;
  }

  @Override
  public void refused() {
    // The same name and password are all there is.
  }
}
