package org.workbinroutes.gws;

/**
 * The call went out and no usable answer came back: read the workbin's content before sending it
 * again.
 */
public final class GwsUnknownOutcomeException extends GwsException {
  private static final long serialVersionUID = 1L;

  GwsUnknownOutcomeException(String message, GwsAnswer answer, Throwable cause) {
    super(message, answer, cause);
  }
}
