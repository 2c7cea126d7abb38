package org.workbinroutes.ops;

/** What the process says when it ends. */
public final class ExitCodes {
  /** It did what it was asked to. */
  public static final int OK = 0;

  /** It could not start, or had to be cut off while it stopped. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was started. */
  public static final int CONFIGURATION = 2;

  /** GWS refused the placement, or its request id was used for another. */
  public static final int REFUSED = 3;

  /** The placement was given up after all retries. */
  public static final int GIVEN_UP = 4;

  /** The placement is taken in, and it is not decided yet what becomes of it. */
  public static final int UNDECIDED = 5;

  /** There is no such request. */
  public static final int UNKNOWN = 6;

  private ExitCodes() {}
}
