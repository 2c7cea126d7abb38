package org.workbinroutes.intake;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a record that is wrong means for the others of its file. */
enum OnError {
  /** Nothing. */
  CONTINUE("continue"),
  /** None of them is placed. */
  REJECT_FILE("reject-file");

  private final String word;

  OnError(String word) {
    this.word = word;
  }

  /**
   * One by its word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static OnError of(String word) {
    return Arrays.stream(values())
        .filter(value -> value.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "onError is none of "
                        + Arrays.stream(values())
                            .map(value -> value.word)
                            .collect(Collectors.joining(", "))
                        + ": write one of them"));
  }
}
