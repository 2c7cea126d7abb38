package org.workbinroutes.gws;

/** An answer on the Bayeux path with HTTP 200 that holds no Bayeux messages, as a login page. */
final class NoBayeuxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NoBayeuxException(Throwable cause) {
    super("the answer holds no Bayeux messages; does a proxy answer in place of GWS?", cause);
  }
}
