package org.workbinroutes.simulator;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Ends the TCP connection of a request. */
final class Connections {
  private Connections() {}

  /** Resets the connection: the peer reads an error, not an end. */
  static void reset(HttpServletRequest request) {
    EndPoint endPoint = endPoint(request);
    if (endPoint.getTransport() instanceof SocketChannel channel) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // it is closed already, which is what is wanted
      }
    }
    endPoint.close();
  }

  /** Closes the connection: the peer reads what was written, then an end. */
  static void close(HttpServletRequest request) {
    endPoint(request).close();
  }

  private static EndPoint endPoint(HttpServletRequest request) {
    return ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }
}
