package org.workbinroutes.intake;

import java.util.List;

/**
 * Why a message, or a record of one, is not placed.
 *
 * @param reason in one word, for {@code workbinReason}
 * @param error what is wrong and how to correct it; holds no value of the message
 * @param errors the fields that are wrong; empty if it is not about fields
 */
record JmsRefusal(String reason, String error, List<FieldError> errors) {
  static final String EXPIRED = "EXPIRED";
  static final String UNENTERED = "UNENTERED";
  static final String UNSUPPORTED = "UNSUPPORTED";

  static JmsRefusal of(InvalidRequestException invalid) {
    return new JmsRefusal(invalid.reason().name(), invalid.getMessage(), invalid.errors());
  }

  static JmsRefusal of(RefusedPlacementException refused) {
    return new JmsRefusal(refused.reason().name(), refused.getMessage(), List.of());
  }

  static JmsRefusal expired() {
    return new JmsRefusal(
        EXPIRED, "the message expired before it could be placed: send it again", List.of());
  }

  static JmsRefusal unentered() {
    return new JmsRefusal(
        UNENTERED,
        "the ledger took other requests and not this one: see the log; if it is sent again, then"
            + " with the requestId in workbinRequestId",
        List.of());
  }

  static JmsRefusal unsupported() {
    return new JmsRefusal(
        UNSUPPORTED,
        "this kind of message is not taken, and its content was not read: send a text, a bytes or a"
            + " map message",
        List.of());
  }

  static JmsRefusal unread(long size) {
    return invalid(
        InvalidRequestException.Reason.TOO_LARGE,
        "",
        "the body of the message, "
            + size
            + " bytes as it was sent, is too large to be read into memory, packed or unpacked: send"
            + " smaller ones");
  }

  static JmsRefusal invalid(InvalidRequestException.Reason reason, String pointer, String error) {
    return of(new InvalidRequestException(reason, new FieldError(pointer, error)));
  }
}
