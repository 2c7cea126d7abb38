package org.workbinroutes.it.component;

import org.apache.camel.builder.RouteBuilder;
import org.workbinroutes.gws.GwsRejectedException;
import org.workbinroutes.gws.GwsUnavailableException;

/** Places what comes over JMS, and hears of what is added to any workbin that was placed in. */
final class AssignmentRoutes extends RouteBuilder {
  @Override
  public void configure() {
    onException(GwsRejectedException.class).handled(true).to("jms:refused");
    onException(GwsUnavailableException.class).maximumRedeliveries(5).redeliveryDelay(500);

    from("jms:assign").routeId("assign").to("gws:add");

    from("gws:notifications?bodyType=json")
        .routeId("hear")
        .filter(header("CamelGwsAction").isEqualTo("ItemAdded"))
        .to("seda:added");
  }
}
