package org.workbinroutes.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.Http1StreamListener;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Bounds what comes before an answer: informational ones (1xx), which are read without end. */
final class InterimLimits extends HttpRequestExecutor {
  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request,
      HttpClientConnection connection,
      HttpResponseInformationCallback informational,
      HttpContext context)
      throws IOException, HttpException {
    try {
      return new HttpRequestExecutor(Http1Config.DEFAULT, null, new Count())
          .execute(request, connection, informational, context);
    } catch (UncheckedIOException tooMany) {
      throw tooMany.getCause();
    }
  }

  /** Counts the heads of one exchange. */
  private static final class Count implements Http1StreamListener {
    private int informational;

    @Override
    public void onResponseHead(HttpConnection connection, HttpResponse head) {
      if (head.getCode() < HttpStatus.SC_SUCCESS
          && ++informational > ExchangeLimits.MOST_INFORMATIONAL) {
        throw new UncheckedIOException(
            new IOException(
                "more than "
                    + ExchangeLimits.MOST_INFORMATIONAL
                    + " informational answers (HTTP 1xx) before the answer"));
      }
    }

    @Override
    public void onRequestHead(HttpConnection connection, HttpRequest head) {
      // only answers count
    }

    @Override
    public void onExchangeComplete(HttpConnection connection, boolean keepAlive) {
      // only answers count
    }
  }
}
