package org.workbinroutes.ops;

/**
 * What the routes need beside Camel, like the embedded broker. Started at the same time as Camel.
 */
public interface Engine {
  /**
   * Its name in the log.
   *
   * @return one word
   */
  String name();

  /**
   * Starts it. Routes start only after this has returned.
   *
   * @throws Exception if it cannot be started; the message is for people
   */
  void start() throws Exception;

  /**
   * Stops it. Called after all routes have stopped, also if {@link #start()} has failed.
   *
   * @throws Exception if it could not be stopped in good order
   */
  void stop() throws Exception;
}
