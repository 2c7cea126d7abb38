package org.workbinroutes.gws;

/** An answer to a poll with more values than its largest size allows for. */
final class TooManyValuesException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  TooManyValuesException(Throwable cause) {
    super("the answer holds too many values for its size", cause);
  }
}
