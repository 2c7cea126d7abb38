package org.workbinroutes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;

/**
 * The health check of a container, for engines that run a command for it: asks the product beside
 * it whether it lives. It uses nothing but the JDK, since it starts every few seconds.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 3000;

  private HealthProbe() {}

  /**
   * Ends with 0 if the product lives, and otherwise with 1.
   *
   * @param arguments none
   * @throws IOException if nobody answers
   */
  public static void main(String[] arguments) throws IOException {
    String port = Optional.ofNullable(System.getenv("MANAGEMENT_PORT")).orElse("9876");
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/observe/health/live")
                .toURL()
                .openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    int status = connection.getResponseCode();
    System.out.println("/observe/health/live: " + status);
    System.exit(status == HttpURLConnection.HTTP_OK ? 0 : 1);
  }
}
