package org.workbinroutes.gws;

import java.util.Locale;

/** What a request to GWS is for, as the meters tell it. */
enum CallKind {
  /** Puts an interaction into a group workbin. */
  ADD,
  /** Takes an interaction out of a group workbin. */
  PULL,
  /** Reads what lies in a group workbin. */
  CONTENT,
  /** Lists the workbins. */
  WORKBINS,
  /** Asks for a workbin's notifications. */
  SUBSCRIBE,
  /** Ends a workbin's notifications. */
  UNSUBSCRIBE,
  /** Logs in, or fetches the CSRF token again. */
  LOGIN,
  /** Asks whether GWS knows the session, where its answers do not tell. */
  PROBE,
  /** Starts or ends the contact center session. */
  SESSION,
  /** Asks the OAuth 2 service for a bearer token. */
  TOKEN;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
