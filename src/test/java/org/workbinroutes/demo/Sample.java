package org.workbinroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.workbinroutes.simulator.BinAddress;

/** One placement request of the demo, as a line of a file in {@code src/test/resources/demo}. */
record Sample(String json, JsonNode fields) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BAD = "bad-";

  /** Reads a file of samples. */
  static List<Sample> read(String name) {
    try (InputStream in = Sample.class.getResourceAsStream("/demo/" + name);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().map(Sample::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sample of(String line) {
    try {
      return new Sample(line, JSON.readTree(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String requestId() {
    return fields.path("requestId").asText();
  }

  String interactionId() {
    return fields.path("interactionId").asText();
  }

  String operation() {
    return fields.path("operation").asText("AddInteraction");
  }

  boolean saveLar() {
    return fields.path("saveLAR").asBoolean(false);
  }

  /** Whether it is wrong on purpose: its requestId says so. */
  boolean isBad() {
    return requestId().startsWith(BAD);
  }

  boolean isPlaceGroup() {
    return fields.has("placeGroup");
  }

  String group() {
    return fields.path(isPlaceGroup() ? "placeGroup" : "agentGroup").asText();
  }

  BinAddress bin() {
    String workbinId = fields.path("workbinId").asText();
    return isPlaceGroup()
        ? BinAddress.placeGroup(workbinId, group())
        : BinAddress.agentGroup(workbinId, group());
  }
}
