package org.workbinroutes.simulator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What the simulator knows from the start: the workbins and interactions of the vendor's printed
 * samples, and a few more.
 *
 * <p>The sample of the agent group spells its workbin in two ways, one in the request and one in
 * the notification. Both are workbins here; {@link SimulatorServerBuilder#notificationWorkbinId}
 * reproduces the print.
 */
public final class SeedData {
  /** The agent group workbin as the printed request spells it, one hexadecimal digit short. */
  public static final BinAddress AGENT_GROUP_BIN_AS_REQUESTED =
      BinAddress.agentGroup("6c715fa9-de16-4d23-b07c-cbc1caf3e07", "MyAgentGroup");

  /** The agent group workbin as the printed notification spells it. */
  public static final BinAddress AGENT_GROUP_BIN =
      BinAddress.agentGroup("6c715fa9-de16-4d23-b07c-cbcb1caf3e07", "MyAgentGroup");

  /** The place group workbin. */
  public static final BinAddress PLACE_GROUP_BIN =
      BinAddress.placeGroup("5d487e69-a393-4228-a06f-6a4015ab1b54", "MyPlaceGroup");

  /** The chat that is added to the agent group workbin. */
  public static final String AGENT_GROUP_CHAT = "0001BaBFVPR20035";

  /** The chat that is added to the place group workbin. */
  public static final String PLACE_GROUP_CHAT = "0001BaBFVPR20039";

  private static final ObjectMapper JSON = new ObjectMapper();

  private SeedData() {}

  /**
   * The printed notification of the agent group sample.
   *
   * @return the data of the message, with null where the print has None
   */
  public static Map<String, Object> agentGroupNotification() {
    return read("seed-agent-group-notification.json");
  }

  /**
   * The printed notification of the place group sample.
   *
   * @return the data of the message, with null where the print has None
   */
  public static Map<String, Object> placeGroupNotification() {
    return read("seed-place-group-notification.json");
  }

  static List<Workbin> workbins() {
    return List.of(
        named("agent-group-as-requested", AGENT_GROUP_BIN_AS_REQUESTED),
        named("agent-group", AGENT_GROUP_BIN),
        named("place-group", PLACE_GROUP_BIN),
        named(
            "callbacks",
            BinAddress.agentGroup("3f0c2f6e-6f0b-4f0e-9b52-0b0a4d1c7e11", "MyAgentGroup")),
        named(
            "returns",
            BinAddress.agentGroup("c41b7c52-2d0e-4c0f-8a35-97e1d8a6f302", "Back Office")),
        new Workbin(
            "9d5f0f7a-8c13-4c39-a6a1-5e6c0b9f4d03", "drafts", "Drafts", WorkbinType.AGENT, null),
        new Workbin(
            "e7a1c9b4-51de-47f8-b0d6-2c3f8e7a9b04", "desk", "Desk", WorkbinType.PLACE, null));
  }

  static Map<String, Object> chat(Map<String, Object> notification) {
    return JSON.convertValue(
        notification.get(Media.CHAT.stateField()), new TypeReference<Map<String, Object>>() {});
  }

  private static Workbin named(String name, BinAddress address) {
    return new Workbin(address.workbinId(), name, name, address.type(), address.group());
  }

  private static Map<String, Object> read(String resource) {
    try (InputStream in = SeedData.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            resource + " is missing beside " + SeedData.class.getName());
      }
      return JSON.readValue(in, new TypeReference<Map<String, Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
