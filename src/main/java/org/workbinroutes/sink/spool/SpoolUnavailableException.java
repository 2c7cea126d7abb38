package org.workbinroutes.sink.spool;

/** The spool cannot be reached at the moment; another attempt can help. */
public final class SpoolUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  public SpoolUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
