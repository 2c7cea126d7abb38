package org.workbinroutes.gws;

/** GWS says the item is in use or already where it should be; the workbin's content decides. */
public final class GwsContentDecidesException extends GwsException {
  private static final long serialVersionUID = 1L;

  GwsContentDecidesException(String message, GwsAnswer answer, Throwable cause) {
    super(message, answer, cause);
  }
}
