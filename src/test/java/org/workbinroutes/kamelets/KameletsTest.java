package org.workbinroutes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GwsRejectedException;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator(
    username = "robot & co",
    password = KameletsTest.PASSWORD,
    workbins = KameletsTest.CALLBACKS)
class KameletsTest {
  // what a URI gives a meaning to
  static final String PASSWORD = "p&w=?+%41#ü";
  static final String CALLBACKS = "callbacks@agentGroup:Back & Office+";
  private static final BinAddress BIN = BinAddress.parse(CALLBACKS);

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final SimulatedGws gws;
  private ProducerTemplate template;

  KameletsTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @BeforeEach
  void start() throws Exception {
    camel.getPropertiesComponent().addInitialProperty("gws.url", gws.url());
    camel.getPropertiesComponent().addInitialProperty("gws.username", gws.username());
    camel.getPropertiesComponent().addInitialProperty("gws.password", gws.password());
    camel.getPropertiesComponent().addInitialProperty("bins", CALLBACKS);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            String login =
                "url={{gws.url}}&username=RAW({{gws.username}})&password=RAW({{gws.password}})";
            from("direct:place").to("kamelet:workbin-place-sink?" + login);
            from("kamelet:workbin-notifications-source?subscriptions=RAW({{bins}})&" + login)
                .to("mock:heard");
          }
        });
    camel.start();
    template = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() throws Exception {
    template.close();
    camel.close();
  }

  @Test
  void theSinkPlacesAndTheSourceHearsOfIt() throws Exception {
    // Given
    MockEndpoint heard = camel.getEndpoint("mock:heard", MockEndpoint.class);
    heard.expectedMessageCount(2);
    heard.message(0).body(String.class).contains("\"stateResource\":\"Subscribed\"");
    heard.message(1).header("CamelGwsAction").isEqualTo("ItemAdded");
    gws.awaitListener(BIN);
    // When
    template.sendBody(
        "direct:place",
        "{\"workbinId\":\"callbacks\",\"agentGroup\":\"Back & Office+\",\"interactionId\":\"I1\"}");
    // Then
    assertThat(gws.placed(BIN)).containsExactly("I1");
    assertThat(gws.addCalls()).singleElement().hasFieldOrPropertyWithValue("user", "robot & co");
    heard.assertIsSatisfied(10_000);
    var message = heard.getExchanges().get(1).getMessage();
    assertThat(message.getBody(String.class)).startsWith("{").contains("\"action\":\"ItemAdded\"");
    assertThat(message.getHeaders())
        .containsAllEntriesOf(
            Map.of("CamelGwsWorkbinId", "callbacks", "CamelGwsInteractionId", "I1"));
  }

  @Test
  void whatGwsRefusesFailsTheExchange() {
    // Given
    gws.refuseAdds(3, 1);
    // When / Then
    assertThatThrownBy(
            () ->
                template.sendBody(
                    "direct:place",
                    Map.of(
                        "workbinId",
                        "callbacks",
                        "agentGroup",
                        "Back & Office+",
                        "interactionId",
                        "I2")))
        .isInstanceOf(CamelExecutionException.class)
        .hasCauseInstanceOf(GwsRejectedException.class);
    assertThat(gws.placed(BIN)).isEmpty();
  }
}
