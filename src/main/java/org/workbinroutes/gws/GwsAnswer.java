package org.workbinroutes.gws;

import java.time.Duration;
import java.util.Map;

/**
 * An answer of GWS, read as far as it could be read.
 *
 * @param httpStatus the HTTP status
 * @param statusCode GWS's own status, null if the body has none
 * @param statusMessage GWS's words, null if the body has none
 * @param referenceId GWS's number of the call, null if the body has none
 * @param retryAfter how long GWS asks to wait, null if it does not
 * @param body the body as a map; empty if it is no JSON object
 * @param meaning what it means for the call
 */
public record GwsAnswer(
    int httpStatus,
    Integer statusCode,
    String statusMessage,
    Long referenceId,
    Duration retryAfter,
    Map<String, Object> body,
    AnswerClass meaning) {
  /**
   * Says in a few words what GWS answered, for people and logs; holds no customer data.
   *
   * @return for example {@code statusCode 6 (resource not found), HTTP 404}
   */
  public String summary() {
    StringBuilder text = new StringBuilder();
    if (statusCode != null) {
      text.append("statusCode ").append(statusCode);
      if (statusMessage != null) {
        text.append(" (").append(statusMessage).append(')');
      }
      text.append(", ");
    }
    return text.append("HTTP ").append(httpStatus).toString();
  }

  /** This answer, taken to mean something else. */
  GwsAnswer withMeaning(AnswerClass other) {
    return new GwsAnswer(
        httpStatus, statusCode, statusMessage, referenceId, retryAfter, body, other);
  }

  /** This answer if it accepts; else throws the {@link GwsException} that says what to do. */
  GwsAnswer accepted() {
    return switch (meaning) {
      case ACCEPTED -> this;
      case CONTENT_DECIDES ->
          throw new GwsContentDecidesException(
              "GWS says the item is in use or in its workbin already: " + summary(), this, null);
      case REJECTED -> throw new GwsRejectedException("GWS refused: " + summary(), this, null);
      case FOREIGN ->
          throw new GwsUnavailableException(
              "Another server answered in the place of GWS: " + summary(), this, null);
      case UNKNOWN ->
          throw new GwsUnknownOutcomeException(
              "GWS gave an answer without meaning: " + summary(), this, null);
      default -> throw new GwsUnavailableException("GWS could not: " + summary(), this, null);
    };
  }
}
