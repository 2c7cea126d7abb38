package org.workbinroutes.gws;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * Asks whether a request may still go out when all that could be waited for is over: the login, a
 * connection, its handshake. What comes after it are the bytes.
 */
final class LastCheck implements ExecChainHandler {
  private static final String CHECK = LastCheck.class.getName();

  /** Has the clients of a builder ask. */
  static void addTo(HttpClientBuilder builder) {
    builder.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), CHECK, new LastCheck());
  }

  /**
   * The context of a request.
   *
   * @param check throws to have the request not sent; what it throws is thrown to the sender
   */
  static HttpClientContext context(Runnable check) {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(CHECK, check);
    return context;
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    if (scope.clientContext.getAttribute(CHECK) instanceof Runnable check) {
      try {
        check.run();
      } catch (RuntimeException refused) {
        // nothing was written: without this the connection would never go back to the pool
        scope.execRuntime.releaseEndpoint();
        throw refused;
      }
    }
    return chain.proceed(request, scope);
  }
}
