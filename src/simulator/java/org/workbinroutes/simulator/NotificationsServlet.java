package org.workbinroutes.simulator;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cometd.server.http.jakarta.CometDServlet;

/** The Bayeux side, {@code /api/v2/notifications}. */
final class NotificationsServlet extends CometDServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (!"POST".equals(request.getMethod())) {
      response.sendError(400, "Unknown Bayeux Transport");
      return;
    }
    request.setAttribute(GwsLongPolling.REQUEST, request);
    request.setAttribute(GwsLongPolling.RESPONSE, response);
    super.service(request, response);
  }

  @Override
  protected void sendError(
      HttpServletRequest request, HttpServletResponse response, int code, Throwable failure) {
    if (response.isCommitted()) {
      return;
    }
    try {
      byte[] body =
          (code == 401
                  ? "{\"statusCode\":20,\"statusMessage\":\"Not authenticated\"}"
                  : "{\"statusCode\":4,\"statusMessage\":\"Bayeux request refused\"}")
              .getBytes(StandardCharsets.UTF_8);
      response.setStatus(code);
      response.setContentType(Reply.JSON_TYPE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } catch (IOException e) {
      // the client has gone; that is its right
    }
  }
}
