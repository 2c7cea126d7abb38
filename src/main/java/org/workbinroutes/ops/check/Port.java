package org.workbinroutes.ops.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** A port to listen at. */
record Port(String part, String key, String host, int number) {
  /** Tries to listen, and stops again. */
  Finding look() {
    String address = host + ":" + number;
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), number));
      return Finding.ok(part, key + ": " + address + " is free");
    } catch (UnknownHostException unknown) {
      return Finding.error(
          part, key + ": " + host + " is no address", "write 127.0.0.1, or one of this machine");
    } catch (IOException taken) {
      return Finding.warning(
          part,
          key + ": " + address + " cannot be listened at (" + taken.getMessage() + ")",
          "fine if it is this product that runs already; else choose another port");
    }
  }
}
