package org.workbinroutes.sink.spool;

/** What waits for one sink, first come first. Used by one thread at a time. */
public interface SinkQueue extends AutoCloseable {
  /**
   * The next notification. It stays the queue's until it is {@linkplain #delivered delivered}.
   *
   * @param millis how long to wait for one, in milliseconds
   * @return the notification, or null if there is none
   * @throws SpoolUnavailableException if the queue cannot be reached; call again later
   * @throws InterruptedException if interrupted
   */
  Waiting receive(long millis) throws SpoolUnavailableException, InterruptedException;

  /**
   * Takes a notification out of the queue for good. In any order.
   *
   * @param waiting one that was received
   * @throws SpoolUnavailableException if the queue cannot be reached; it is not to be called again
   *     for this notification
   */
  void delivered(Waiting waiting) throws SpoolUnavailableException;

  /** Ends the reading. What was received and not delivered waits again, in its old place. */
  @Override
  void close();
}
