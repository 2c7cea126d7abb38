package org.workbinroutes.sink;

/**
 * A sink's predicate could not be evaluated for a notification, so that nobody can tell whether the
 * sink wants it. Another attempt cannot help. The message quotes nothing of the notification.
 */
public final class PredicateFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which predicate failed.
   *
   * @param failure what was thrown; only its type is told, its message may quote the notification
   */
  public PredicateFailedException(String sink, Exception failure) {
    super(
        "The predicate of sink '"
            + sink
            + "' cannot be evaluated for this notification ("
            + failure.getClass().getSimpleName()
            + "): let it allow for values that are missing or of another type");
  }
}
