package org.workbinroutes.sink.spool;

import java.util.Objects;

/** A notification that waits for a sink. Two of them are never equal, even with the same text. */
public final class Waiting {
  private final String id;
  private final String text;
  private final String lane;

  /**
   * A notification.
   *
   * @param id what the queue knows it by; no two that wait for a sink have the same
   * @param text its JSON text; null if what waits is no text
   * @param lane who has the same lane is delivered one after the other; never null
   */
  public Waiting(String id, String text, String lane) {
    this.id = Objects.requireNonNull(id, "id");
    this.text = text;
    this.lane = Objects.requireNonNull(lane, "lane");
  }

  /** {@return what the queue knows it by} */
  public String id() {
    return id;
  }

  /** {@return its JSON text; null if what waits is no text} */
  public String text() {
    return text;
  }

  /** {@return the lane} */
  public String lane() {
    return lane;
  }

  /** How many characters it keeps in memory. */
  int size() {
    return text == null ? 0 : text.length();
  }

  /** Its id: the text holds customer data. */
  @Override
  public String toString() {
    return id;
  }
}
