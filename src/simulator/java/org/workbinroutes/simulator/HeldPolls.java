package org.workbinroutes.simulator;

/** What happens to long polls that are held while their session goes away. */
public enum HeldPolls {
  /** They are answered at once with the error the next poll would get. */
  ANSWERED,
  /** Their connections are cut. */
  CUT,
  /** They stay held until their time-out. */
  LEFT
}
