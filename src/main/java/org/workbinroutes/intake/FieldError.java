package org.workbinroutes.intake;

import java.util.Objects;

/**
 * One thing wrong with a placement request.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the record as a whole
 * @param message the field, what is wrong with it and how to correct it; holds no value of the
 *     record
 */
public record FieldError(String pointer, String message) {
  public FieldError {
    Objects.requireNonNull(pointer, "pointer");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return pointer.isEmpty() ? message : pointer + ": " + message;
  }
}
