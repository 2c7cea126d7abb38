package org.workbinroutes.gws;

/** Reads answers to requests. */
interface AnswerReading {
  /**
   * Reads an answer.
   *
   * @param httpStatus the HTTP status
   * @param retryAfter the header Retry-After; null if there is none
   * @param body the body, which may be anything
   * @return the answer with its meaning
   */
  GwsAnswer read(int httpStatus, String retryAfter, byte[] body);
}
