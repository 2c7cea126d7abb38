package org.workbinroutes.gws;

/** The call was not done; the same call may succeed later. */
public final class GwsUnavailableException extends GwsException {
  private static final long serialVersionUID = 1L;

  private final boolean refusesUser;

  GwsUnavailableException(String message, GwsAnswer answer, Throwable cause) {
    this(message, answer, cause, false);
  }

  private GwsUnavailableException(
      String message, GwsAnswer answer, Throwable cause, boolean refusesUser) {
    super(message, answer, cause);
    this.refusesUser = refusesUser;
  }

  /** The login was refused: the user or its credentials, not this attempt. */
  static GwsUnavailableException userRefused(String message, GwsAnswer answer) {
    return new GwsUnavailableException(message, answer, null, true);
  }

  @Override
  public boolean refusesUser() {
    return refusesUser || super.refusesUser();
  }
}
