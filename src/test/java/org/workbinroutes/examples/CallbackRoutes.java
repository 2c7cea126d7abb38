package org.workbinroutes.examples;

import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.workbinroutes.gws.GwsUnavailableException;

/** Puts what a web form sends into a workbin, and tells the agents' wallboard. */
class CallbackRoutes extends RouteBuilder {
  @Override
  public void configure() {
    onException(GwsUnavailableException.class).maximumRedeliveries(3).redeliveryDelay(100);

    from("direct:callback-wanted")
        .routeId("callback-wanted")
        .setBody()
        .body(
            String.class,
            id ->
                Map.of("workbinId", "callbacks", "agentGroup", "Back Office", "interactionId", id))
        .to("gws:add");

    from("gws:notifications?bodyType=json&subscriptions=callbacks@agentGroup:Back Office")
        .routeId("wallboard")
        .filter(header("CamelGwsAction").isEqualTo("ItemAdded"))
        .transform(header("CamelGwsInteractionId"))
        .to("mock:wallboard");
  }
}
