package org.workbinroutes.gws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A group workbin: GWS tells it apart by its id, the kind of its group and the group's name.
 *
 * @param id the workbin id, an opaque text
 * @param kind the kind of group
 * @param group the group's name, free text (blanks, {@code &}, {@code ?}, {@code >}, any script)
 */
public record GroupWorkbin(String id, GroupKind kind, String group) {
  /** Checks that id and group can travel; see {@link WireText}. */
  public GroupWorkbin {
    WireText.require("workbinId", id);
    if (id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException("workbinId is '" + id + "', which cannot stand in a URL");
    }
    Objects.requireNonNull(kind, "kind");
    WireText.require(kind.wireName(), group);
  }

  /**
   * Reads the form used in configuration: {@code workbinId@agentGroup:Name} or {@code
   * workbinId@placeGroup:Name}. Id and name are percent-decoded, so that a comma can be written as
   * {@code %2C} and a percent sign as {@code %25}; a plus sign stays one.
   *
   * @param text the text
   * @return the workbin
   * @throws IllegalArgumentException if the text has another form; the message shows the right one
   */
  public static GroupWorkbin parse(String text) {
    int at = text.indexOf('@');
    int colon = text.indexOf(':', at + 1);
    GroupKind kind =
        at > 0 && colon > at
            ? GroupKind.fromWireName(text.substring(at + 1, colon)).orElse(null)
            : null;
    if (kind == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no group workbin: write workbinId@agentGroup:Name or"
              + " workbinId@placeGroup:Name");
    }
    return new GroupWorkbin(decode(text.substring(0, at)), kind, decode(text.substring(colon + 1)));
  }

  /**
   * The form {@link #parse} reads.
   *
   * @return the id, the kind and the name, commas and percent signs encoded
   */
  public String configurationForm() {
    return encode(id) + "@" + kind.wireName() + ":" + encode(group);
  }

  private static String encode(String part) {
    return part.replace("%", "%25").replace(",", "%2C").replace("@", "%40");
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The form used in configuration, without percent-encoding; for messages and logs. */
  @Override
  public String toString() {
    return id + "@" + kind.wireName() + ":" + group;
  }
}
