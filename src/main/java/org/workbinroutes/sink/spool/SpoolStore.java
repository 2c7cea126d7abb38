package org.workbinroutes.sink.spool;

import java.util.List;
import java.util.OptionalLong;

/** Where notifications wait for the sinks: each sink has a queue of its own. */
public interface SpoolStore {
  /**
   * Begins to read what waits for a sink. A sink that is new gets what is published from the first
   * {@link SinkQueue#receive} on.
   *
   * @return its queue, to be closed by the caller
   */
  SinkQueue open(String sink);

  /**
   * Puts notifications into the queues of all sinks. Waits while there is no room.
   *
   * @throws Exception if they could not be put there; none of the sinks has them then, or each can
   *     get them a second time
   */
  void publish(List<SpoolEntry> entries) throws Exception;

  /**
   * How many notifications wait for a sink, those under way included.
   *
   * @return their number, or empty if it cannot be told
   */
  OptionalLong depth(String sink);

  /** What the sinks could not be given. */
  DeadLetterBox deadLetters();
}
