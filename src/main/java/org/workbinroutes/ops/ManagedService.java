package org.workbinroutes.ops;

/**
 * What the routes need beside Camel, like the embedded broker. Started at the same time as Camel.
 */
public interface ManagedService {
  /** Its name in the log. */
  String name();

  /** Starts it. Routes start only after this has returned. */
  void start() throws Exception;

  /** Stops it. Called after all routes have stopped, also if {@link #start()} has failed. */
  void stop() throws Exception;
}
