package org.workbinroutes.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Reads the command line of {@link SimulatorMain}. */
final class SimulatorArguments {
  static final String USAGE =
      """
      usage: gws-simulator [options]
        --port N                  port on 127.0.0.1 (default: a free one)
        --user NAME:PASSWORD      a user, several times for several (default: agent:secret)
        --no-csrf                 no CSRF protection
        --delay MS                delay of every add operation, in milliseconds
        --workbins FILE           more workbins, a JSON array of
                                  {"id","name","displayName","type","group"}, type being
                                  Agent, AgentGroup, Place or PlaceGroup
        --accept-unknown-workbins take any workbin and group as known
        --long-poll-timeout MS    how long an idle poll is held (default: 30000)
        --help                    this text
      """;

  private SimulatorArguments() {}

  /**
   * Applies arguments to a builder.
   *
   * @throws IllegalArgumentException if one is wrong; the message says which, and how to mend it
   */
  static SimulatorServerBuilder apply(List<String> arguments, SimulatorServerBuilder builder) {
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--port" -> builder.port(number(option, value(option, rest), 65_535));
        case "--user" -> user(value(option, rest), builder);
        case "--no-csrf" -> builder.csrf(false);
        case "--delay" ->
            builder.addDelay(
                Duration.ofMillis(number(option, value(option, rest), Integer.MAX_VALUE)));
        case "--workbins" -> workbins(Path.of(value(option, rest)), builder);
        case "--accept-unknown-workbins" -> builder.acceptUnknownWorkbins(true);
        case "--long-poll-timeout" ->
            builder.longPollTimeout(
                Duration.ofMillis(number(option, value(option, rest), Integer.MAX_VALUE)));
        default -> throw new IllegalArgumentException(option + ": there is no such option");
      }
    }
    return builder;
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + ": a value has to follow");
    }
    return rest.next();
  }

  private static int number(String option, String value, int largest) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        option + ": '" + value + "' is no number from 0 to " + largest);
  }

  private static void user(String value, SimulatorServerBuilder builder) {
    int colon = value.indexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("--user: the value has to be NAME:PASSWORD");
    }
    builder.user(value.substring(0, colon), value.substring(colon + 1));
  }

  private static void workbins(Path file, SimulatorServerBuilder builder) {
    JsonNode array;
    try {
      array = new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--workbins: " + file + " cannot be read as JSON: " + e.getMessage(), e);
    }
    if (!array.isArray()) {
      throw new IllegalArgumentException("--workbins: " + file + " has to be a JSON array");
    }
    int position = 0;
    for (JsonNode entry : array) {
      position++;
      builder.workbin(workbin(entry, position));
    }
  }

  private static Workbin workbin(JsonNode entry, int position) {
    String id = text(entry, "id");
    try {
      if (id == null) {
        throw new IllegalArgumentException("id: it is missing");
      }
      String name = text(entry, "name");
      String displayName = text(entry, "displayName");
      return new Workbin(
          id,
          name == null ? id : name,
          displayName == null ? id : displayName,
          WorkbinType.named(text(entry, "type")),
          text(entry, "group"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--workbins: entry " + position + ": " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode entry, String field) {
    return entry.path(field).asText(null);
  }
}
