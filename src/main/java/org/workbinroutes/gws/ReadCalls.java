package org.workbinroutes.gws;

import java.util.Map;

/** Makes calls that ask for something and have no effect. */
@FunctionalInterface
interface ReadCalls {
  /**
   * Makes the call and waits for what it asked for.
   *
   * @return what GWS told
   * @throws GwsException if it told nothing
   */
  Map<String, Object> read(GwsRequest request);
}
