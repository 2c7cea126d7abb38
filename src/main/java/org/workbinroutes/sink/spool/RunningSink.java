package org.workbinroutes.sink.spool;

import java.util.Optional;

/** A sink that was started. */
interface RunningSink {
  String name();

  /** Why it is held; empty if it is not. */
  Optional<String> held();

  /** Goes on where it was held; does nothing if it is not held. */
  void release() throws Exception;
}
