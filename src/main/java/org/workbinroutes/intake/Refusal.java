package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Why a record, or what holds it, is not placed: the same for files, messages and requests.
 *
 * @param error what is wrong and how to correct it; holds no value of the record
 * @param errors the fields that are wrong; empty if it is not about fields
 * @param requestId of the record, as far as it could be read; null if it has none
 */
record Refusal(String code, String error, List<FieldError> errors, String requestId) {
  static final String UNSUPPORTED = "UNSUPPORTED";

  Refusal(String code, String error) {
    this(code, error, List.of(), null);
  }

  static Refusal invalid(InvalidRequestException.Reason reason, String pointer, String error) {
    return new InvalidRequestException(reason, new FieldError(pointer, error)).refusal();
  }

  /** Writes the wrong fields into a result line, an answer or a problem. */
  void putErrors(ObjectNode json) {
    if (!errors.isEmpty()) {
      ArrayNode array = json.putArray("errors");
      for (FieldError error : errors) {
        array.addObject().put("pointer", error.pointer()).put("detail", error.message());
      }
    }
  }

  static Refusal expired() {
    return new Refusal("EXPIRED", "the message expired before it could be placed: send it again");
  }

  static Refusal unentered() {
    return new Refusal(
        "UNENTERED",
        "the ledger took other requests and not this one: see the log; if it is sent again, then"
            + " with the requestId in workbinRequestId");
  }

  static Refusal unsupported() {
    return new Refusal(
        UNSUPPORTED,
        "this kind of message is not taken, and its content was not read: send a text, a bytes or a"
            + " map message");
  }

  static Refusal unread(long size) {
    return invalid(
        InvalidRequestException.Reason.TOO_LARGE,
        "",
        "the body of the message, "
            + size
            + " bytes as it was sent, is too large to be read into memory, packed or unpacked: send"
            + " smaller ones");
  }
}
