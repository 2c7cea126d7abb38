package org.workbinroutes.outbound;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/**
 * Bounds one exchange as a whole: from the wait for a connection over the proxy's tunnel, the TLS
 * handshake and the sending of the request to the last byte of the answer. A time-out of a socket
 * cannot do that, since each byte that arrives renews it.
 *
 * <p>The deadline is the request's {@code connectionRequestTimeout} and twice its {@code
 * responseTimeout}, so that an exchange in which each of its waits is within its own time-out is
 * not cut off. Past it the connection is ended, and the exchange fails with a {@link
 * java.net.SocketTimeoutException}.
 */
public final class ExchangeLimits implements ExecChainHandler {
  /** Informational answers (1xx) that are read before the answer; a server has a reason for two. */
  public static final int MOST_INFORMATIONAL = 20;

  /** For clients that set no response time-out. */
  private static final Timeout OTHERWISE = Timeout.ofMinutes(3);

  private final long maxBytes;

  private ExchangeLimits(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Has the clients of a builder keep the limits. */
  public static void applyTo(HttpClientBuilder builder, long maxBytes) {
    builder.addExecInterceptorFirst("exchange-limits", new ExchangeLimits(maxBytes));
    builder.setRequestExecutor(new InterimLimits());
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Deadline deadline =
        new Deadline(
            millis(scope.clientContext.getRequestConfigOrDefault()),
            () -> {
              // also ends the wait for a connection, which the connection itself could not
              if (scope.originalRequest instanceof Cancellable cancellable) {
                cancellable.cancel();
              }
              scope.execRuntime.discardEndpoint();
            });
    boolean answered = false;
    try {
      ClassicHttpResponse answer = chain.proceed(request, scope);
      HttpEntity entity = answer.getEntity();
      if (entity != null) {
        answer.setEntity(
            new LimitedEntity(entity, maxBytes, scope.execRuntime::discardEndpoint, deadline));
        answered = true;
      }
      return answer;
    } catch (IOException | HttpException | IllegalStateException failure) {
      // the last is what HttpClient says of a connection that was ended under its hands
      deadline.check(failure);
      throw failure;
    } finally {
      if (!answered) {
        deadline.met();
      }
    }
  }

  private static long millis(RequestConfig config) {
    Timeout response = config.getResponseTimeout();
    return config.getConnectionRequestTimeout().toMilliseconds()
        + 2 * (response == null || response.isDisabled() ? OTHERWISE : response).toMilliseconds();
  }
}
