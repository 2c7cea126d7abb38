package org.workbinroutes.it.component;

import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.workbinroutes.dsl.GwsEndpointBuilderFactory.GwsBuilders;

/** Places what is to be transferred, in the Endpoint DSL. */
final class TransferRoutes extends EndpointRouteBuilder implements GwsBuilders {
  @Override
  public void configure() {
    from(direct("transfer")).routeId("transfer").to(gws("add"));

    from(gws("notifications").bodyType("json"))
        .routeId("transferred")
        .filter(header(gws().gwsAction()).isEqualTo("ItemAdded"))
        .to(seda("transferred"));
  }
}
