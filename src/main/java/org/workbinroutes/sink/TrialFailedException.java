package org.workbinroutes.sink;

/** A notification would not get through. */
public final class TrialFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * Makes one.
   *
   * @param cause what the library said; null if it said nothing
   */
  public TrialFailedException(String fault, String remedy, Throwable cause) {
    super(fault, cause);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
