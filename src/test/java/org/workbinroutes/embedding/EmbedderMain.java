package org.workbinroutes.embedding;

import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.WorkbinRoutes;
import org.workbinroutes.placement.Placement;

/** An application that embeds the routes, places one request, and has nothing else to do. */
public final class EmbedderMain {
  private EmbedderMain() {}

  /** Takes the address of GWS, the folder for data, and a request. */
  public static void main(String[] arguments) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.addRoutes(
          new WorkbinRoutes(
              Map.of(
                  "gws.url",
                  arguments[0],
                  "gws.username",
                  "agent",
                  "gws.password",
                  "secret",
                  "workbin.data",
                  arguments[1],
                  "camel.routeTemplate[audit].templateId",
                  "sink",
                  "camel.routeTemplate[audit].to",
                  "ndjson:{{workbin.data}}/audit.ndjson")));
      context.start();
      context.createProducerTemplate().requestBody("direct:intake", arguments[2], Placement.class);
    }
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
        .filter(thread -> !thread.getName().equals("DestroyJavaVM"))
        .forEach(thread -> System.out.println("keeps the JVM alive: " + thread.getName()));
    System.out.println("stopped");
  }
}
