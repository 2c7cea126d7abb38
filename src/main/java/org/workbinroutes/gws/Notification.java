package org.workbinroutes.gws;

import java.util.Map;

/**
 * One message from the channel {@code /v2/me/workbins}, as GWS sent it, with the parts one routes
 * by. Unknown actions and message types are notifications like any other.
 *
 * <p>Source: GWS API reference, "Workbins CometD notifications". An {@code ItemAdded} is not known
 * to carry a {@code referenceId}; it is read where there is one.
 *
 * @param messageType for example {@code WorkbinStateChangeMessage}; null if absent
 * @param action {@code ItemAdded}, {@code ItemRemoved}, or another; null if absent
 * @param workbin the group workbin; null if the message names none or one that cannot be one
 * @param media the part before {@code StateResourceV2}: chat, email, workitem ...; null if absent
 * @param interactionId the item's id; null if absent
 * @param referenceId GWS's number of the request; null if absent
 * @param stateResource {@code Subscribed}, {@code Unsubscribed} or {@code RequestFailed} of a
 *     subscription message; null if absent
 * @param body the whole message; holds customer data, never to be logged
 */
public record Notification(
    String messageType,
    String action,
    GroupWorkbin workbin,
    String media,
    String interactionId,
    Long referenceId,
    String stateResource,
    Map<String, Object> body) {
  /** The action that confirms a placement. */
  public static final String ITEM_ADDED = "ItemAdded";

  /** The message type that answers {@code Subscribe} and {@code Unsubscribe}. */
  public static final String SUBSCRIPTION_MESSAGE = "WorkbinSubscriptionStateChangeMessage";

  private static final String ITEM_SUFFIX = "StateResourceV2";

  /**
   * Reads a message. Nothing in it is trusted to be there or to have the right type: what cannot be
   * read is null, the body stays whole.
   *
   * @param body the message's data
   * @return the notification
   */
  public static Notification of(Map<String, Object> body) {
    String media = null;
    String interactionId = null;
    for (Map.Entry<String, Object> field : body.entrySet()) {
      String name = field.getKey();
      if (name.length() > ITEM_SUFFIX.length() && name.endsWith(ITEM_SUFFIX)) {
        media = name.substring(0, name.length() - ITEM_SUFFIX.length());
        interactionId = field.getValue() instanceof Map<?, ?> item ? text(item.get("id")) : null;
        break;
      }
    }
    return new Notification(
        text(body.get("messageType")),
        text(body.get("action")),
        workbin(body),
        media,
        interactionId,
        new WireValue(body.get("referenceId")).longNumber(),
        text(body.get("stateResource")),
        body);
  }

  /** The same notification, whose workbin is spelt differently here; the body stays GWS's. */
  Notification of(GroupWorkbin spelt) {
    return new Notification(
        messageType, action, spelt, media, interactionId, referenceId, stateResource, body);
  }

  /**
   * Whether this tells that an interaction lies in a group workbin.
   *
   * @return true for an {@code ItemAdded} with workbin and interaction
   */
  public boolean isItemAdded() {
    return ITEM_ADDED.equals(action) && workbin != null && interactionId != null;
  }

  /**
   * Whether this only answers a {@code Subscribe} or {@code Unsubscribe}.
   *
   * @return true for a subscription message
   */
  public boolean isAnswerToSubscription() {
    return SUBSCRIPTION_MESSAGE.equals(messageType);
  }

  /**
   * The name of the field that holds the item.
   *
   * @return for example {@code chatStateResourceV2}; null if there is none
   */
  public String itemField() {
    return media == null ? null : media + ITEM_SUFFIX;
  }

  /**
   * The item, with all its fields.
   *
   * @return the object under {@link #itemField()}; empty if there is none. Holds customer data
   */
  public Map<?, ?> item() {
    return media != null && body.get(itemField()) instanceof Map<?, ?> item ? item : Map.of();
  }

  /**
   * The kind of the group that owns the workbin, in GWS's words.
   *
   * @return {@code agentGroup} or {@code placeGroup}; null without a workbin
   */
  public String groupKind() {
    return workbin == null ? null : workbin.kind().wireName();
  }

  /**
   * The group that owns the workbin.
   *
   * @return its name; null without a workbin
   */
  public String group() {
    return workbin == null ? null : workbin.group();
  }

  /**
   * The workbin's id.
   *
   * @return the id; null without a workbin
   */
  public String workbinId() {
    return workbin == null ? null : workbin.id();
  }

  private static GroupWorkbin workbin(Map<String, Object> body) {
    String id = text(body.get("id"));
    for (GroupKind kind : GroupKind.values()) {
      String group = text(body.get(kind.wireName()));
      if (id != null && group != null) {
        try {
          return new GroupWorkbin(id, kind, group);
        } catch (IllegalArgumentException unusable) {
          return null;
        }
      }
    }
    return null;
  }

  private static String text(Object value) {
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }
}
