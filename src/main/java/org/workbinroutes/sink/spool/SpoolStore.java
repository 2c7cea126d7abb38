package org.workbinroutes.sink.spool;

import java.util.OptionalLong;
import org.apache.camel.Exchange;

/** Where notifications wait for the sinks: each sink has a queue of its own. */
public interface SpoolStore {
  /**
   * Begins to read what waits for a sink. A sink that is new gets what is published from the first
   * {@link SinkQueue#receive} on.
   *
   * @param sink the sink's name
   * @return its queue, to be closed by the caller
   */
  SinkQueue open(String sink);

  /**
   * Puts a notification into the queues of all sinks. Waits while there is no room.
   *
   * @param exchange its message's body is the JSON text, its header {@link WorkbinLane#PROPERTY}
   *     the lane
   * @throws Exception if it could not be put there; none of the sinks has it then, or each can get
   *     it a second time
   */
  void publish(Exchange exchange) throws Exception;

  /**
   * How many notifications wait for a sink, those under way included.
   *
   * @param sink the sink's name
   * @return their number, or empty if it cannot be told
   */
  OptionalLong depth(String sink);

  /**
   * What the sinks could not be given.
   *
   * @return always the same
   */
  DeadLetterBox deadLetters();
}
