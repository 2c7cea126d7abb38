package org.workbinroutes.gws;

import java.util.Locale;

/**
 * What a request to GWS is for, as the meters tell it, and how large its answer may be. An honest
 * answer to a call is a code and a number, some 50 bytes, or a code and a sentence.
 */
enum CallKind {
  /** Puts an interaction into a group workbin. */
  ADD(Size.SMALL),
  /** Takes an interaction out of a group workbin. */
  PULL(Size.SMALL),
  /** Reads what lies in a group workbin. */
  CONTENT(Size.OPEN),
  /** Lists the workbins. */
  WORKBINS(Size.OPEN),
  /** Asks for a workbin's notifications. */
  SUBSCRIBE(Size.SMALL),
  /** Ends a workbin's notifications. */
  UNSUBSCRIBE(Size.SMALL),
  /** Logs in, or fetches the CSRF token again. */
  LOGIN(Size.LARGE),
  /** Starts or ends the contact center session. */
  SESSION(Size.SMALL),
  /** Asks the OAuth 2 service for a bearer token. */
  TOKEN(Size.SMALL);

  private final int largestAnswer;

  CallKind(int largestAnswer) {
    this.largestAnswer = largestAnswer;
  }

  /** The largest answer that is read, in bytes; 0 if a larger one is reduced to names and ids. */
  int largestAnswer() {
    return largestAnswer;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static final class Size {
    private static final int SMALL = 64 * 1024;

    /** The login is answered with the user, its settings, skills and devices. */
    private static final int LARGE = 1024 * 1024;

    private static final int OPEN = 0;
  }
}
