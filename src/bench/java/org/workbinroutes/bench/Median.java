package org.workbinroutes.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The middle of several rounds, and how far they lie apart.
 *
 * @param value the median
 * @param spread the distance of the quartiles as a share of the median
 */
record Median(double value, double spread) {
  static <T> Median of(List<T> rounds, ToDoubleFunction<T> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    double middle = at(sorted, 0.5);
    return new Median(middle, middle == 0 ? 0 : (at(sorted, 0.75) - at(sorted, 0.25)) / middle);
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
