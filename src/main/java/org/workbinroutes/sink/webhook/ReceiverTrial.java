package org.workbinroutes.sink.webhook;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/**
 * Looks the receiver up, connects, and shakes hands by TLS. No request is sent.
 *
 * @param tls whom to trust and who we are; null for what Java says
 */
record ReceiverTrial(CamelContext context, URI target, SSLContextParameters tls) implements Trial {
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    boolean secure = "https".equalsIgnoreCase(target.getScheme());
    int port = target.getPort() >= 0 ? target.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
    String receiver = target.getHost() + ":" + port;
    InetSocketAddress address = new InetSocketAddress(target.getHost(), port);
    if (address.isUnresolved()) {
      throw new TrialFailedException(
          "there is no host " + target.getHost(),
          "mend the host in the sink's 'to', or this machine's DNS",
          null);
    }
    int millis = Math.toIntExact(patience.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(address, millis);
      socket.setSoTimeout(millis);
      return receiver + " answers" + (secure ? ", " + shakeHands(socket, port) : "");
    } catch (SSLException untrusted) {
      throw new TrialFailedException(
          "no TLS with " + receiver + ": " + untrusted.getMessage(),
          "a private authority needs sslContextParameters=#name in the sink's 'to' and"
              + " camel.beans.name.trustManagers...; see docs/sinks.md",
          untrusted);
    } catch (IOException away) {
      throw new TrialFailedException(
          receiver + " cannot be reached: " + away.getMessage(),
          "is the URL in the sink's 'to' right, does the receiver run, is a firewall between?",
          away);
    } catch (GeneralSecurityException unusable) {
      throw new TrialFailedException(
          "the sink's sslContextParameters cannot be used: " + unusable.getMessage(),
          "check the key store and trust store that it names",
          unusable);
    }
  }

  private String shakeHands(Socket connected, int port)
      throws IOException, GeneralSecurityException {
    SSLContextParameters parameters = tls == null ? new SSLContextParameters() : tls;
    try (SSLSocket socket =
        (SSLSocket)
            parameters
                .createSSLContext(context)
                .getSocketFactory()
                .createSocket(connected, target.getHost(), port, false)) {
      SSLParameters asked = socket.getSSLParameters();
      asked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(asked);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }
}
