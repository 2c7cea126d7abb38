package org.workbinroutes.gws;

/** The call was not done; the same call may succeed later. */
public final class GwsUnavailableException extends GwsException {
  private static final long serialVersionUID = 1L;

  private final boolean refusesUser;
  private final String reason;

  GwsUnavailableException(String message, GwsAnswer answer, Throwable cause) {
    this(message, answer, cause, false, null);
  }

  private GwsUnavailableException(
      String message, GwsAnswer answer, Throwable cause, boolean refusesUser, String reason) {
    super(message, answer, cause);
    this.refusesUser = refusesUser;
    this.reason = reason;
  }

  /** The login was refused: the user or its credentials, not this attempt. */
  static GwsUnavailableException userRefused(String message, GwsAnswer answer) {
    return new GwsUnavailableException(message, answer, null, true, null);
  }

  /** There is no connection. */
  static GwsUnavailableException notReached(String reason, Throwable cause) {
    return new GwsUnavailableException(
        "GWS could not be reached: " + reason, null, cause, false, reason);
  }

  @Override
  public String reason() {
    return reason == null ? super.reason() : reason;
  }

  @Override
  public boolean refusesUser() {
    return refusesUser || super.refusesUser();
  }
}
