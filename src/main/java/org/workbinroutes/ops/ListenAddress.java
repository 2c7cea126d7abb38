package org.workbinroutes.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.ManagementOptions;
import org.workbinroutes.ops.config.Option;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;

/**
 * Where the process listens. Camel's server only warns if its port is taken, and the product would
 * run without its HTTP intake; so each port is tried first.
 */
public final class ListenAddress {
  private final Configuration configuration;

  public ListenAddress(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Tries to listen at the HTTP server's address, and stops again. */
  public Optional<Problem> check() {
    return check(HttpOptions.HOST, configuration.get(HttpOptions.HOST), HttpOptions.PORT);
  }

  /** Tries to listen wherever the process will. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    check().ifPresent(problems::add);
    if (configuration.get(ManagementOptions.PORT) > 0) {
      check(
              ManagementOptions.HOST,
              configuration.get(ManagementOptions.HOST),
              ManagementOptions.PORT)
          .ifPresent(problems::add);
    }
    if (configuration.find(WorkbinOptions.BROKER_PORT).isPresent()) {
      check(WorkbinOptions.BROKER_PORT, "127.0.0.1", WorkbinOptions.BROKER_PORT)
          .ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<Problem> check(Option<?> hostOption, String host, Option<Integer> portOption) {
    try {
      InetAddress address = InetAddress.getByName(host);
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, configuration.get(portOption)));
      }
      return Optional.empty();
    } catch (UnknownHostException unknown) {
      return Optional.of(
          problem(hostOption, "is no address", "write 127.0.0.1, or an address of this machine"));
    } catch (IOException taken) {
      return Optional.of(
          problem(
              portOption,
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
    return configuration.problem(
        option, option.key() + " = " + configuration.get(option) + " " + fault, remedy);
  }
}
