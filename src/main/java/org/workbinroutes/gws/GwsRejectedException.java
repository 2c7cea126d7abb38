package org.workbinroutes.gws;

/** GWS refused the call and would refuse it again. */
public final class GwsRejectedException extends GwsException {
  private static final long serialVersionUID = 1L;

  GwsRejectedException(String message, GwsAnswer answer, Throwable cause) {
    super(message, answer, cause);
  }
}
