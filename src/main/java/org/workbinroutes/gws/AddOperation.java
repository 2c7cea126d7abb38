package org.workbinroutes.gws;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operations that put an interaction into a group workbin.
 *
 * <p>Source: GWS API reference, "AddInteraction to a Group Workbin", parameter {@code
 * operationName}.
 */
public enum AddOperation {
  /** Any media. */
  ADD_INTERACTION("AddInteraction"),
  /** A chat. */
  ADD_CHAT("AddChat"),
  /** An e-mail. */
  ADD_EMAIL("AddEmail"),
  /** A work item. */
  ADD_WORKITEM("AddWorkitem"),
  /** A tweet. */
  ADD_TWEET("AddTweet"),
  /** A Facebook post. */
  ADD_FACEBOOK("AddFacebook"),
  /** A Facebook session. */
  ADD_FACEBOOKSESSION("AddFacebooksession"),
  /** An interaction of an open media type. */
  ADD_OPENMEDIA("AddOpenmedia");

  private final String wireName;

  AddOperation(String wireName) {
    this.wireName = wireName;
  }

  /**
   * The name on the wire.
   *
   * @return for example {@code AddChat}, never null
   */
  public String wireName() {
    return wireName;
  }

  /**
   * The name of the operation that takes the interaction out again.
   *
   * @return for example {@code PullChat}, never null
   */
  public String pullName() {
    return "Pull" + wireName.substring("Add".length());
  }

  /**
   * The operation with a wire name.
   *
   * @param wireName the exact name, case matters as it does to GWS; null has none
   * @return the operation, or empty
   */
  public static Optional<AddOperation> fromWireName(String wireName) {
    return Arrays.stream(values()).filter(op -> op.wireName.equals(wireName)).findFirst();
  }

  /**
   * All wire names, for messages that say what is allowed.
   *
   * @return the names, comma separated, in the order of the GWS reference
   */
  public static String wireNames() {
    return Arrays.stream(values()).map(AddOperation::wireName).collect(Collectors.joining(", "));
  }
}
