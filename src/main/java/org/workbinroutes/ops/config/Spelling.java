package org.workbinroutes.ops.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody meant. */
public final class Spelling {
  private static final int SLIPS = 2;

  private Spelling() {}

  /** A known word that is at most two slips away. */
  public static Optional<String> slipOf(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= SLIPS)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** The known word that looks most like it; for a hint, not for a judgement. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(
            candidate ->
                candidate.startsWith(word)
                    || word.startsWith(candidate)
                    || distance(word, candidate) * 3 <= candidate.length())
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  // optimal string alignment: insertions, deletions, replacements and swapped neighbours
  private static int distance(String typed, String known) {
    // a key in the wrong case is the plainest slip of all
    String left = typed.toLowerCase(Locale.ROOT);
    String right = known.toLowerCase(Locale.ROOT);
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[left.length()][right.length()];
  }
}
