package org.workbinroutes.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator(workbins = CallbackRoutesTest.CALLBACKS)
class CallbackRoutesTest extends CamelTestSupport {
  static final String CALLBACKS = "callbacks@agentGroup:Back Office";
  private static final BinAddress BIN = BinAddress.parse(CALLBACKS);

  private final SimulatedGws gws;

  CallbackRoutesTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    GwsComponent component = context.getComponent("gws", GwsComponent.class);
    component.getConfiguration().setUrl(gws.url());
    component.getConfiguration().setUsername(gws.username());
    component.getConfiguration().setPassword(gws.password());
    return context;
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new CallbackRoutes();
  }

  @Test
  void aCallbackIsPlacedOnceThoughGwsIsBusyAtFirst() throws Exception {
    gws.failAdds(503, 2);
    MockEndpoint wallboard = getMockEndpoint("mock:wallboard");
    wallboard.expectedBodiesReceived("0001CALLBACK01");
    gws.awaitListener(BIN);

    template.sendBody("direct:callback-wanted", "0001CALLBACK01");

    assertThat(gws.placed(BIN)).containsExactly("0001CALLBACK01");
    assertThat(gws.addCalls()).hasSize(3);
    assertThat(gws.timesPlaced("0001CALLBACK01")).isEqualTo(1);
    wallboard.assertIsSatisfied();
  }

  @Test
  void theWallboardSurvivesTheEndOfItsSession() throws Exception {
    gws.awaitListener(BIN);
    gws.endSessions();
    MockEndpoint wallboard = getMockEndpoint("mock:wallboard");
    wallboard.expectedBodiesReceived("0001CALLBACK02");

    gws.awaitListener(BIN);
    gws.put(BIN, "0001CALLBACK02");

    wallboard.assertIsSatisfied();
  }
}
