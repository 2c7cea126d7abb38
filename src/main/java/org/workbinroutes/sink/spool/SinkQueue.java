package org.workbinroutes.sink.spool;

import java.util.List;

/** What waits for one sink, first come first. Used by one thread at a time. */
public interface SinkQueue extends AutoCloseable {
  /**
   * The next notifications. They stay the queue's until they are {@linkplain #delivered delivered}.
   *
   * @param limit how many at the most, at least 1
   * @param millis how long to wait for one, in milliseconds
   * @return as many as can be had without another wait; empty if there is none
   * @throws SpoolUnavailableException if the queue cannot be reached; call again later
   * @throws InterruptedException if interrupted
   */
  List<Waiting> receive(int limit, long millis)
      throws SpoolUnavailableException, InterruptedException;

  /**
   * Takes notifications out of the queue for good. In any order.
   *
   * @throws SpoolUnavailableException if the queue cannot be reached; it is not to be called again
   *     for these notifications
   */
  void delivered(List<Waiting> waiting) throws SpoolUnavailableException;

  /** Ends the reading. What was received and not delivered waits again, in its old place. */
  @Override
  void close();
}
