package org.workbinroutes.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Inputs made at random from a seed: a failure names its seed, and the seed gives the same inputs
 * again. More of them: {@code -Dworkbinroutes.seeds=1000}.
 */
final class SeededInputs {
  private final Random random;

  SeededInputs(long seed) {
    random = new Random(seed);
  }

  /** For parameterized tests, each of which looks at some inputs of one seed. */
  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("workbinroutes.seeds", 10));
  }

  Random random() {
    return random;
  }

  long number(long from, long to) {
    return from + random.nextLong(to - from + 1);
  }

  @SafeVarargs
  final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Nothing, all the same or any bytes, mostly few. */
  byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(one(2, 16, 256))];
    if (random.nextInt(8) == 0) {
      Arrays.fill(bytes, one((byte) 0, (byte) 0x7f, (byte) 0x80, (byte) 0xff));
    } else {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  /** Any UTF-16 units, with half pairs and control characters, as often the narrow as the wide. */
  String anyText(int most) {
    return IntStream.range(0, random.nextInt(most + 1))
        .map(i -> random.nextInt(one(0x80, 0x800, 0x10000)))
        .mapToObj(unit -> String.valueOf((char) unit))
        .collect(Collectors.joining());
  }

  String textOf(String characters, int least, int most) {
    return IntStream.range(0, (int) number(least, most))
        .mapToObj(i -> String.valueOf(characters.charAt(random.nextInt(characters.length()))))
        .collect(Collectors.joining());
  }

  /** Some of the pieces, one behind the other, and sometimes noise between them. */
  String piecesOf(List<String> pieces, int most) {
    return IntStream.range(0, random.nextInt(most + 1))
        .mapToObj(
            i -> random.nextInt(9) == 0 ? anyText(5) : pieces.get(random.nextInt(pieces.size())))
        .collect(Collectors.joining());
  }
}
