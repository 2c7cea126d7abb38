package org.workbinroutes.gws;

/** What {@code gws:add} and {@code gws:pull} need to know of an interaction and its workbin. */
public interface AddCall {
  /**
   * Where the interaction goes to (or comes out of).
   *
   * @return the workbin, never null
   */
  GroupWorkbin workbin();

  /**
   * The interaction.
   *
   * @return its id, an opaque text, never null
   */
  String interactionId();

  /**
   * How it is added.
   *
   * @return the operation, never null
   */
  AddOperation operation();

  /**
   * Whether GWS stores the agent for last-agent routing in the contact profile.
   *
   * @return true to send {@code saveLAR}
   */
  boolean saveLAR();

  /**
   * Is told right before the call goes out, after all waits for a subscription, a slot, a login or
   * a connection; again if it goes out once more after a new login. May throw to have it not sent;
   * the caller of the operation gets that exception.
   */
  default void aboutToBeSent() {
    // nothing can come between
  }
}
