package org.workbinroutes.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.Option;
import org.workbinroutes.ops.config.Problem;

/**
 * Where the HTTP server listens. Camel's server only warns if its port is taken, and the product
 * would run without its HTTP intake; so the port is tried first.
 */
public final class ListenAddress {
  private final Configuration configuration;

  /**
   * Makes an address.
   *
   * @param configuration what holds
   */
  public ListenAddress(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Tries to listen, and stops again.
   *
   * @return what is wrong, or empty
   */
  public Optional<Problem> check() {
    int port = configuration.get(HttpOptions.PORT);
    try {
      InetAddress host = InetAddress.getByName(configuration.get(HttpOptions.HOST));
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(host, port));
      }
      return Optional.empty();
    } catch (UnknownHostException unknown) {
      return Optional.of(
          problem(
              HttpOptions.HOST, "is no address", "write 127.0.0.1, or an address of this machine"));
    } catch (IOException taken) {
      return Optional.of(
          problem(
              HttpOptions.PORT,
              "cannot be listened at (" + taken.getMessage() + ")",
              "choose another port, or end the program that has it"));
    }
  }

  /**
   * Whether only programs of this machine can reach it.
   *
   * @return true for 127.0.0.1, ::1, localhost
   */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(configuration.get(HttpOptions.HOST)).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  private Problem problem(Option<?> option, String fault, String remedy) {
    return new Problem(
        configuration.placeOf(option.key()).orElse(null),
        option.key() + " = " + configuration.get(option) + " " + fault,
        remedy);
  }
}
