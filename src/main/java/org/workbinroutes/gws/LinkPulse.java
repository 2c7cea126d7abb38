package org.workbinroutes.gws;

/** Tells whether a connection whose polls are answered hears anything. Used by one thread. */
@FunctionalInterface
interface LinkPulse {
  /** Takes an answered poll for a sign of life. */
  LinkPulse NONE = delivering -> null;

  /**
   * Looks after the connection; called a few times a second.
   *
   * @param delivering whether a notification is being processed, behind which others wait
   * @return why the connection is taken to be deaf; null if it is not
   */
  String deafness(boolean delivering);
}
