package org.workbinroutes.simulator;

import java.util.Optional;

/** The kinds of interaction a workbin can hold. */
public enum Media {
  /** A chat. */
  CHAT("chat"),
  /** An e-mail. */
  EMAIL("email"),
  /** A work item. */
  WORKITEM("workitem"),
  /** A tweet. */
  TWEET("tweet"),
  /** A Facebook post. */
  FACEBOOK("facebook"),
  /** A Facebook session. */
  FACEBOOKSESSION("facebooksession"),
  /** Any other, configured, media. */
  OPENMEDIA("openmedia");

  private final String wireName;

  Media(String wireName) {
    this.wireName = wireName;
  }

  /**
   * The name on the wire, also the name of the sub-resource.
   *
   * @return for example {@code chat}
   */
  public String wireName() {
    return wireName;
  }

  /**
   * The field that holds the items of this media in a workbin's content.
   *
   * @return for example {@code chats}
   */
  public String listField() {
    return wireName + "s";
  }

  /**
   * The field that holds the item in a notification.
   *
   * @return for example {@code chatStateResourceV2}
   */
  public String stateField() {
    return wireName + "StateResourceV2";
  }

  static Optional<Media> named(String wireName) {
    for (Media media : values()) {
      if (media.wireName.equals(wireName)) {
        return Optional.of(media);
      }
    }
    return Optional.empty();
  }
}
