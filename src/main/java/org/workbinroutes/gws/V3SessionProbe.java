package org.workbinroutes.gws;

/**
 * Asks for the version, which is the one thing that API v3 refuses to those it does not know: calls
 * for workbins it accepts from anybody, and does nothing.
 */
final class V3SessionProbe implements SessionProbe {
  private static final int INTERNAL_ERROR = 500;

  @Override
  public GwsRequest request() {
    return new GwsRequest(CallKind.PROBE, V3Requests.API + "/version", null);
  }

  @Override
  public Life read(GwsAnswer answer) {
    return switch (answer.meaning()) {
      case LOGIN, FORBIDDEN -> Life.DEAD;
      // Who is known and asks a server that does not know its own version gets a 500.
      case RETRY -> answer.httpStatus() == INTERNAL_ERROR ? Life.ALIVE : Life.UNTOLD;
      default -> Life.ALIVE;
    };
  }

  @Override
  public boolean isNeededAfterCalls() {
    return true;
  }
}
