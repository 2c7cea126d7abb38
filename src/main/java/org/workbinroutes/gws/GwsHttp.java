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
 * Sends one HTTP request and reads the answer, at most as large as allowed; of a workbin's content
 * that is larger, the ids are read.
 */
final class GwsHttp {
  private final HttpClient client;
  private final int largestAnswer;
  private final CallMeters meters;

  GwsHttp(HttpClient client, int largestAnswer, CallMeters meters) {
    this.client = client;
    this.largestAnswer = largestAnswer;
    this.meters = meters;
  }

  /** An answer as it came. */
  record Raw(
      int status,
      String retryAfter,
      String location,
      CsrfToken csrf,
      List<String> setCookies,
      byte[] body) {}

  /**
   * Sends a request.
   *
   * @param kind what it is for
   * @throws GwsUnavailableException if the request surely did not reach GWS
   * @throws GwsUnknownOutcomeException if it may have
   */
  Raw send(ClassicHttpRequest request, CallKind kind) {
    return send(request, kind, () -> {});
  }

  /**
   * Sends a request, if it still may be sent when a connection is there for it.
   *
   * @param lastCheck see {@link LastCheck#context}
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
        value(response, "Location"),
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
      byte[] body = in.readNBytes(largestAnswer + 1);
      if (body.length > largestAnswer && kind == CallKind.CONTENT) {
        // The larger a workbin, the more depends on what lies in it.
        return ReducedAnswer.of(new SequenceInputStream(new ByteArrayInputStream(body), in));
      }
      if (body.length > largestAnswer) {
        throw new IOException("the answer is larger than " + largestAnswer + " bytes");
      }
      return body;
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

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
