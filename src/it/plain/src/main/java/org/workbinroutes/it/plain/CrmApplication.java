package org.workbinroutes.it.plain;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.WorkbinRoutes;

/** A program with a CamelContext of its own, into which the routes go. */
final class CrmApplication {
  private CrmApplication() {}

  static CamelContext make(Map<String, String> settings) throws Exception {
    CamelContext context = new DefaultCamelContext();
    context.addRoutes(new WorkbinRoutes(settings));
    TemplatedRouteBuilder.builder(context, "sink")
        .routeId("crm")
        .parameter("to", "direct:crm")
        .parameter("when", "action=ItemAdded")
        .add();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:new-case").to("direct:intake").transform(simple("${body.state}"));
            from("direct:crm").to("seda:cases");
          }
        });
    return context;
  }
}
