package org.workbinroutes.intake;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.workbinroutes.gws.WireText;

/** A record that is no placement request. Carries everything that is wrong with it. */
public final class InvalidRequestException extends RefusedRequestException {
  /** What kind of wrong. */
  public enum Reason {
    /** Not JSON, not UTF-8, or not readable within the limits of nesting and length. */
    MALFORMED,
    /** JSON, but not a placement request. */
    INVALID,
    /** More bytes than the intake takes. */
    TOO_LARGE
  }

  /**
   * A refusal.
   *
   * @param errors everything that is wrong, at least one
   */
  public InvalidRequestException(Reason reason, List<FieldError> errors) {
    this(
        new Refusal(
            reason.name(),
            errors.stream().map(FieldError::toString).collect(Collectors.joining("; ")),
            List.copyOf(errors),
            null));
  }

  private InvalidRequestException(Refusal refusal) {
    super(refusal);
  }

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
    return Reason.valueOf(refusal().code());
  }

  /**
   * Everything that is wrong.
   *
   * @return at least one error
   */
  public List<FieldError> errors() {
    return refusal().errors();
  }

  /**
   * The requestId of the record, as far as it could be read.
   *
   * @return empty if it has none, or none that can be one
   */
  public Optional<String> requestId() {
    return Optional.ofNullable(refusal().requestId());
  }

  /** The same, of a record of which something was read; a text that can be no id is left out. */
  InvalidRequestException withRequestId(String text) {
    try {
      String requestId = WireText.require("requestId", text);
      return new InvalidRequestException(
          new Refusal(refusal().code(), refusal().error(), refusal().errors(), requestId));
    } catch (IllegalArgumentException noId) {
      return this;
    }
  }
}
