package org.workbinroutes.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Has contenders run in turn, A B A B ..., so that what the machine does besides hits them alike. A
 * round of each comes first and does not count.
 */
final class Turns {
  private final Map<String, Contender> contenders = new LinkedHashMap<>();
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

  /** Adds a contender; the first is what the others are compared with. */
  Turns with(String name, Contender contender) {
    contenders.put(name, contender);
    return this;
  }

  /** Runs {@code rounds} rounds of each. */
  Turns run(int rounds) throws Exception {
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Contender> one : contenders.entrySet()) {
        Sample sample = one.getValue().round();
        if (round > 0) {
          samples.computeIfAbsent(one.getKey(), name -> new ArrayList<>()).add(sample);
        }
      }
    }
    return this;
  }

  /** The rounds of a contender that count. */
  List<Sample> of(String name) {
    return samples.get(name);
  }

  /** The names, the base first. */
  List<String> names() {
    return List.copyOf(contenders.keySet());
  }

  /**
   * The throughput of a contender as a share of the base's: the median of the ratios of
   * neighbouring rounds.
   */
  Median share(String name) {
    return ratio(name, Sample::perSecond);
  }

  /**
   * Throughput, share, spread, p50 and p99 in milliseconds, and the p99 as a share of the base's.
   */
  List<Double> timed(String name) {
    return List.of(
        Median.of(of(name), Sample::perSecond).value(),
        share(name).value(),
        share(name).spread(),
        Median.of(of(name), s -> s.p50Nanos() / 1e6).value(),
        Median.of(of(name), s -> s.p99Nanos() / 1e6).value(),
        ratio(name, Sample::p99Nanos).value());
  }

  /** The median of the ratios of a figure to the base's in neighbouring rounds. */
  Median ratio(String name, ToDoubleFunction<Sample> figure) {
    List<Sample> mine = of(name);
    List<Sample> base = of(names().get(0));
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < mine.size(); i++) {
      ratios.add(figure.applyAsDouble(mine.get(i)) / figure.applyAsDouble(base.get(i)));
    }
    return Median.of(ratios, Double::doubleValue);
  }
}
