package org.workbinroutes.ops.http;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Makes the consumers of {@code platform-http}: such as hold no thread while a route waits, and
 * read bodies within the server's limits.
 */
final class AsyncHttpEngine extends VertxPlatformHttpEngine {
  private final int port;
  private final String routerName;
  private final RequestBodies bodies;
  private final ProblemAnswers problems;

  AsyncHttpEngine(int port, RequestBodies bodies, ProblemAnswers problems) {
    this.port = port;
    this.routerName = VertxPlatformHttpRouter.getRouterNameFromPort(port);
    this.bodies = bodies;
    this.problems = problems;
  }

  @Override
  public int getServerPort() {
    return port;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    if (endpoint.isHttpProxy()) {
      throw new IllegalArgumentException(
          "platform-http:proxy would go wherever a caller's Host header says: choose another path");
    }
    boolean large = endpoint.isUseStreaming();
    // Bodies are read here, with limits for time, memory and size; forms do not become headers.
    endpoint.setUseStreaming(false);
    endpoint.setUseBodyHandler(false);
    return new AsyncHttpConsumer(endpoint, processor, routerName, large, bodies, problems);
  }
}
