package org.workbinroutes.gws;

/** Asks GWS whether it knows a session. */
interface SessionProbe {
  /** What an answer tells of the session. */
  enum Life {
    /** GWS knows it. */
    ALIVE,
    /** GWS does not know it. */
    DEAD,
    /** The answer does not tell. */
    UNTOLD
  }

  /** The request that asks. */
  GwsRequest request();

  /** What its answer tells. */
  Life read(GwsAnswer answer);

  /**
   * Whether GWS accepts calls of a session that it does not know: then an accepting answer tells
   * nothing, and GWS is asked after each call.
   */
  boolean isNeededAfterCalls();
}
