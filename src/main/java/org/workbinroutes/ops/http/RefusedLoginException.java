package org.workbinroutes.ops.http;

/** A credential that lets nobody in. The message is for the log and holds nothing of it. */
final class RefusedLoginException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedLoginException(String message) {
    super(message, null, false, false);
  }
}
