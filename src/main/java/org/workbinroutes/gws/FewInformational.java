package org.workbinroutes.gws;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandlers;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpStatus;
import org.workbinroutes.outbound.ExchangeLimits;

/**
 * Counts the informational answers (HTTP 1xx) to a request of the notification connection, which
 * Jetty reads without end, and ends the request if there are too many.
 */
final class FewInformational implements ProtocolHandler {
  private static final String COUNT = FewInformational.class.getName();

  private FewInformational() {}

  /** Has the answers counted before those who take them see them. */
  static void applyTo(ProtocolHandlers handlers) {
    List<ProtocolHandler> takers =
        List.of(
                ContinueProtocolHandler.NAME,
                ProcessingProtocolHandler.NAME,
                EarlyHintsProtocolHandler.NAME)
            .stream()
            .map(handlers::remove)
            .filter(Objects::nonNull)
            .toList();
    handlers.put(new FewInformational());
    takers.forEach(handlers::put);
  }

  @Override
  public String getName() {
    return "few-informational";
  }

  @Override
  public boolean accept(Request request, Response response) {
    if (HttpStatus.isInformational(response.getStatus())) {
      int count = request.getAttributes().get(COUNT) instanceof Integer before ? before + 1 : 1;
      request.attribute(COUNT, count);
      if (count > ExchangeLimits.MOST_INFORMATIONAL) {
        var unused =
            request.abort(
                new IOException(
                    "more than "
                        + ExchangeLimits.MOST_INFORMATIONAL
                        + " informational answers before the answer"));
      }
    }
    return false;
  }

  @Override
  public Response.Listener getResponseListener() {
    throw new IllegalStateException("takes no answer");
  }
}
