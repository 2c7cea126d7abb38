package org.workbinroutes.intake;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.workbinroutes.gws.WireText;

/** A record that is no placement request. Carries everything that is wrong with it. */
public final class InvalidRequestException extends Exception {
  /** What kind of wrong. */
  public enum Reason {
    /** Not JSON, not UTF-8, or not readable within the limits of nesting and length. */
    MALFORMED,
    /** JSON, but not a placement request. */
    INVALID,
    /** More bytes than the intake takes. */
    TOO_LARGE
  }

  private final Reason reason;
  private final String requestId;

  // the list is immutable and of records of texts; this exception is never serialized
  private final transient List<FieldError> errors;

  /**
   * A refusal.
   *
   * @param reason what kind of wrong
   * @param errors everything that is wrong, at least one
   */
  public InvalidRequestException(Reason reason, List<FieldError> errors) {
    this(reason, errors, null);
  }

  private InvalidRequestException(Reason reason, List<FieldError> errors, String requestId) {
    // no stack trace: it is about the record, not about where it was read, and there may be many
    super(
        errors.stream().map(FieldError::toString).collect(Collectors.joining("; ")),
        null,
        false,
        false);
    this.reason = reason;
    this.errors = List.copyOf(errors);
    this.requestId = requestId;
  }

  /**
   * A refusal for one reason.
   *
   * @param reason what kind of wrong
   * @param error what is wrong
   */
  public InvalidRequestException(Reason reason, FieldError error) {
    this(reason, List.of(error));
  }

  /** A record, or what holds records, that cannot be read. */
  static InvalidRequestException malformed(String error) {
    return new InvalidRequestException(Reason.MALFORMED, new FieldError("", error));
  }

  /**
   * What kind of wrong.
   *
   * @return never null
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Everything that is wrong.
   *
   * @return at least one error
   */
  public List<FieldError> errors() {
    return errors;
  }

  /**
   * The requestId of the record, as far as it could be read.
   *
   * @return empty if it has none, or none that can be one
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** The same, of a record of which something was read; a text that can be no id is left out. */
  InvalidRequestException withRequestId(String text) {
    try {
      return new InvalidRequestException(reason, errors, WireText.require("requestId", text));
    } catch (IllegalArgumentException noId) {
      return this;
    }
  }
}
