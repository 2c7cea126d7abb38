package org.workbinroutes.sink.spool;

/** What a sink does with a notification when all attempts have failed. */
public enum OnFailure {
  /** It becomes a dead letter, and the next one has its turn. */
  deadLetter("dead-letter"),
  /** The sink is held: nothing more is delivered, and all stays in its queue, until resumed. */
  hold("hold");

  private final String word;

  OnFailure(String word) {
    this.word = word;
  }

  /**
   * Reads the parameter {@code onFailure}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static OnFailure parse(String sink, String text) {
    for (OnFailure policy : values()) {
      if (policy.word.equals(text)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        "Sink '" + sink + "': onFailure=" + text + " is not known: write dead-letter or hold");
  }
}
