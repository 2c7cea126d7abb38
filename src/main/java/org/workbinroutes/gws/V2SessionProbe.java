package org.workbinroutes.gws;

/** Asks who we are; the answer also holds the CSRF token. Every call tells of a dead session. */
final class V2SessionProbe implements SessionProbe {
  @Override
  public GwsRequest request() {
    return V2Requests.me();
  }

  @Override
  public Life read(GwsAnswer answer) {
    return switch (answer.meaning()) {
      case LOGIN, FORBIDDEN -> Life.DEAD;
      case RETRY, FOREIGN -> Life.UNTOLD;
      // A page where GWS would say who we are: the login page of a proxy.
      case UNKNOWN -> answer.body().isEmpty() ? Life.DEAD : Life.ALIVE;
      default -> Life.ALIVE;
    };
  }

  @Override
  public boolean isNeededAfterCalls() {
    return false;
  }
}
