package org.workbinroutes.net;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports for servers of tests. They lie below those that the system itself gives to connections
 * and to servers that ask for any port, so nobody takes one between the choice and its use.
 */
public final class FreePort {
  private static final int LOWEST = 10_000;
  private static final int SYSTEMS_OWN = 32_768;
  private static final int TRIES = 100;

  private FreePort() {}

  /** A port at which nobody listens. */
  public static int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, SYSTEMS_OWN);
      try (ServerSocket probe = new ServerSocket(port)) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // another one
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + SYSTEMS_OWN);
  }
}
