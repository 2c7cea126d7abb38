package org.workbinroutes.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The metrics of a running product at one moment, as Prometheus gets them. */
final class Scrape {
  private record Sample(String name, String labels, double value) {}

  private final List<Sample> samples = new ArrayList<>();

  private Scrape(String text) {
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#") && !line.isBlank()) {
        int end = line.lastIndexOf(' ');
        int labels = line.indexOf('{');
        samples.add(
            new Sample(
                labels < 0 ? line.substring(0, end) : line.substring(0, labels),
                labels < 0 ? "" : line.substring(labels, line.lastIndexOf('}') + 1),
                Double.parseDouble(line.substring(end + 1))));
      }
    }
  }

  static Scrape of(HttpClient http, int port) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                .timeout(ProductRig.PATIENCE)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new Scrape(answer.body());
  }

  /**
   * The sum of all samples of a name that have these labels, each {@code name=value}; NaN if none.
   */
  double value(String name, String... labels) {
    List<String> wanted =
        Arrays.stream(labels)
            .map(label -> label.substring(0, label.indexOf('=') + 1) + '"' + after(label) + '"')
            .toList();
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(sample -> wanted.stream().allMatch(sample.labels()::contains))
        .mapToDouble(Sample::value)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  /** The same, 0 for what is not there yet. */
  double count(String name, String... labels) {
    double value = value(name, labels);
    return Double.isNaN(value) ? 0 : value;
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    samples.forEach(sample -> names.add(sample.name()));
    return names;
  }

  /** All values of one label of the product's own metrics. */
  Set<String> labelValues(String label) {
    Set<String> values = new TreeSet<>();
    for (Sample sample : samples) {
      int begin = sample.labels().indexOf(label + "=\"");
      if (sample.name().startsWith("workbin_") && begin >= 0) {
        int value = begin + label.length() + 2;
        values.add(sample.labels().substring(value, sample.labels().indexOf('"', value)));
      }
    }
    return values;
  }

  private static String after(String label) {
    return label.substring(label.indexOf('=') + 1);
  }
}
