package org.workbinroutes.ops;

/** What the process says when it ends. */
public final class ExitCodes {
  /** It did what it was asked to. */
  public static final int OK = 0;

  /** It could not start, or had to be cut off while it stopped. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was started. */
  public static final int CONFIGURATION = 2;

  private ExitCodes() {}
}
