package org.workbinroutes.sink.spool;

import java.util.OptionalLong;
import java.util.function.Consumer;

/** The dead letters of all sinks; each sink has its own, in the order in which they came. */
public interface DeadLetterBox {
  /**
   * Keeps a letter. When this returns, it is safe.
   *
   * @throws Exception if it cannot be kept
   */
  void keep(String sink, DeadLetter letter) throws Exception;

  /**
   * Shows the oldest letters, oldest first, and leaves them where they are.
   *
   * @throws Exception if they cannot be read
   */
  void read(String sink, int limit, Consumer<DeadLetter> reader) throws Exception;

  /**
   * How many letters there are.
   *
   * @return their number; empty if it cannot be told
   */
  OptionalLong count(String sink);

  /**
   * Puts the letters that are there now into the sink's queue again, oldest first, each once. A
   * crash in the middle loses none.
   *
   * @throws Exception if it stopped in the middle; what was not put back is where it was
   */
  long replay(String sink) throws Exception;

  /**
   * Throws all letters of a sink away.
   *
   * @throws Exception if it stopped in the middle
   */
  long purge(String sink) throws Exception;
}
