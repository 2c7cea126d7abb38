package org.workbinroutes.endtoend;

import java.nio.file.Path;
import org.workbinroutes.simulator.SimulatorServer;

/** The product with a simulator in a process of its own, which has a umask of its own. */
final class ProductOfItsOwn {
  private static final String REQUEST =
      "{\"requestId\":\"%s\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"%s\"}";

  private ProductOfItsOwn() {}

  /**
   * Places over HTTP, by a file with one refused record and over JMS, says so on its output, and
   * ends when its input does.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      ProductRig product =
          new ProductRig(
              gws,
              Path.of(args[0]),
              keys -> {
                keys.put("camel.routeTemplate[broken].templateId", "sink");
                keys.put("camel.routeTemplate[broken].to", "ndjson:/dev/null/x.ndjson");
                keys.put("camel.routeTemplate[broken].retries", "0");
              });
      try (product) {
        product.post(REQUEST.formatted("http", "i-1"));
        product.drop("some.ndjson", REQUEST.formatted("file", "i-2") + "\n{\"x\":1}\n");
        product.drop("broken.json", "{");
        product.sendJms(REQUEST.formatted("jms", "i-3"));
        for (String id : new String[] {"http", "file", "jms"}) {
          product.awaitConfirmed(id);
        }
        System.out.println("placed");
        while (System.in.read() >= 0) {
          Thread.onSpinWait();
        }
      }
    }
    System.exit(0);
  }
}
