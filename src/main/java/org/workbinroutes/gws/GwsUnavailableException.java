package org.workbinroutes.gws;

/** The call was not done; the same call may succeed later. */
public final class GwsUnavailableException extends GwsException {
  private static final long serialVersionUID = 1L;

  GwsUnavailableException(String message, GwsAnswer answer, Throwable cause) {
    super(message, answer, cause);
  }
}
