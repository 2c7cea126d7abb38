package org.workbinroutes.gws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * Sends one HTTP request and reads the answer, at most as large as fits its purpose. Of contents
 * and lists of workbins that are larger than allowed, names and ids are read as a stream, since the
 * larger they are, the more depends on what lies in them.
 */
final class GwsHttp {
  private static final int REDUCED_AT_ONCE = 4;
  private static final int REDUCTION_SECONDS = 10;

  private final HttpClient client;
  private final int largestWhole;
  private final Semaphore reductions = new Semaphore(REDUCED_AT_ONCE, true);
  private final CallMeters meters;

  /** Contents and lists of workbins of up to {@code largestWhole} bytes are kept as they are. */
  GwsHttp(HttpClient client, int largestWhole, CallMeters meters) {
    this.client = client;
    this.largestWhole = largestWhole;
    this.meters = meters;
  }

  /** An answer as it came. */
  record Raw(int status, String retryAfter, CsrfToken csrf, List<String> setCookies, byte[] body) {}

  /**
   * Sends a request, if it still may be sent when a connection is there for it.
   *
   * @throws GwsUnavailableException if the request surely did not reach GWS
   * @throws GwsUnknownOutcomeException if it may have
   */
  Raw send(ClassicHttpRequest request, CallKind kind, Runnable lastCheck) {
    long began = System.nanoTime();
    try {
      Raw answer =
          client.execute(
              RoutingSupport.determineHost(request),
              request,
              LastCheck.context(lastCheck),
              response -> read(response, kind));
      meters.count(kind, CallStatus.of(answer.status()), began);
      return answer;
    } catch (ConnectException
        | UnknownHostException
        | NoRouteToHostException
        | ConnectTimeoutException
        | ConnectionRequestTimeoutException
        | SSLHandshakeException
        | SSLPeerUnverifiedException notSent) {
      meters.count(kind, CallStatus.UNAVAILABLE, began);
      throw GwsUnavailableException.notReached(inWords(notSent), notSent);
    } catch (IOException | HttpException broken) {
      boolean late = broken instanceof SocketTimeoutException;
      meters.count(kind, late ? CallStatus.TIMEOUT : CallStatus.BROKEN, began);
      if (broken instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
        Thread.currentThread().interrupt();
      }
      throw new GwsUnknownOutcomeException(
          "The request went out and no answer came back: " + reason(broken), null, broken);
    }
  }

  private Raw read(ClassicHttpResponse response, CallKind kind) throws IOException {
    List<String> setCookies = new ArrayList<>();
    for (Header header : response.getHeaders("Set-Cookie")) {
      setCookies.add(header.getValue());
    }
    return new Raw(
        response.getCode(),
        value(response, "Retry-After"),
        CsrfToken.of(
            value(response, CsrfToken.HEADER_NAME), value(response, CsrfToken.HEADER_VALUE)),
        setCookies,
        body(response.getEntity(), kind));
  }

  private byte[] body(HttpEntity entity, CallKind kind) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    try (InputStream in = entity.getContent()) {
      boolean reducible = kind.largestAnswer() == 0;
      int largest = reducible ? largestWhole : kind.largestAnswer();
      byte[] body = in.readNBytes(largest + 1);
      if (body.length <= largest) {
        return body;
      }
      if (reducible) {
        return reduced(new SequenceInputStream(new ByteArrayInputStream(body), in));
      }
      throw new IOException("the answer is larger than " + largest + " bytes");
    }
  }

  /** Few at once: each holds what it has read so far. */
  private byte[] reduced(InputStream body) throws IOException {
    try {
      if (!reductions.tryAcquire(REDUCTION_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("too many answers above " + largestWhole + " bytes at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an answer was read");
    }
    try {
      return ReducedAnswer.of(body);
    } finally {
      reductions.release();
    }
  }

  private static String value(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  private static String inWords(Exception notSent) {
    if (notSent instanceof ConnectTimeoutException) {
      return "no connection in time";
    }
    if (notSent instanceof ConnectionRequestTimeoutException) {
      return "no free connection in time";
    }
    if (notSent instanceof UnknownHostException) {
      return "unknown host";
    }
    String message = String.valueOf(notSent.getMessage());
    return notSent instanceof ConnectException && message.endsWith("Connection refused")
        ? "connection refused"
        : reason(notSent);
  }

  /** A failure in words that are fit for a log. */
  static String reason(Throwable e) {
    // HttpClient quotes what it could not read
    String words = new WireValue(e.getMessage()).shortText();
    return e.getClass().getSimpleName() + (words == null ? "" : ": " + words);
  }
}
