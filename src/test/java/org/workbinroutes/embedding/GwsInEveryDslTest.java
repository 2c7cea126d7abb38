package org.workbinroutes.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.dsl.GwsComponentBuilderFactory;
import org.workbinroutes.dsl.GwsEndpointBuilderFactory.GwsBuilders;
import org.workbinroutes.dsl.StaticEndpointBuilders;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsEndpoint.BodyType;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

/** The component in every way but addresses in Java, which all other tests are written with. */
// a password that an address would not leave as it is
@GwsSimulator(password = GwsInEveryDslTest.PASSWORD)
class GwsInEveryDslTest {
  static final String PASSWORD = "s&c=r+e%20t#/?";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SimulatedGws gws;
  private final DefaultCamelContext camel = new DefaultCamelContext();

  GwsInEveryDslTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @BeforeEach
  void setUp() {
    // as Camel Main does with camel.component.gws.*: by the generated configurer
    GwsComponent component = camel.getComponent("gws", GwsComponent.class);
    PropertyBindingSupport.build()
        .withCamelContext(camel)
        .withTarget(component)
        .withConfigurer(component.getComponentPropertyConfigurer())
        .withReflection(false)
        .withMandatory(true)
        .withProperties(
            // from which Camel takes what it has set
            new HashMap<>(
                Map.of("url", gws.url(), "username", gws.username(), "password", gws.password())))
        .bind();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void xml() throws Exception {
    load(
        "routes.xml",
        """
        <routes xmlns="http://camel.apache.org/schema/xml-io">
          <route id="place">
            <from uri="direct:place"/>
            <to uri="gws:add"/>
          </route>
          <route id="hear">
            <from uri="gws:notifications?bodyType=json"/>
            <filter>
              <simple>${header.CamelGwsAction} == 'ItemAdded'</simple>
              <to uri="seda:added"/>
            </filter>
          </route>
        </routes>
        """);
    assertPlacesAndHears();
  }

  @Test
  void yaml() throws Exception {
    load(
        "routes.yaml",
        """
        - route:
            id: place
            from:
              uri: direct:place
              steps:
                - to:
                    uri: gws:add
        - route:
            id: hear
            from:
              uri: gws:notifications
              parameters:
                bodyType: json
              steps:
                - filter:
                    simple: ${header.CamelGwsAction} == 'ItemAdded'
                    steps:
                      - to: seda:added
        """);
    assertPlacesAndHears();
  }

  @Test
  void endpointDsl() throws Exception {
    camel.addRoutes(new EndpointRoutes());
    camel.start();
    assertPlacesAndHears();
  }

  @Test
  void endpointDslInRoutesThatExtendSomethingElse() throws Exception {
    camel.addRoutes(new RoutesOfAnotherBase());
    camel.start();
    assertPlacesAndHears();
  }

  @Test
  void endpointDslWithTheConnectionOnTheEndpoints() throws Exception {
    camel.removeComponent("gws");
    camel.addRoutes(new RoutesWithTheirConnection(gws));
    camel.start();
    assertPlacesAndHears();
  }

  @Test
  void componentDsl() throws Exception {
    Properties secrets = new Properties();
    secrets.setProperty("gws.secret", gws.password());
    camel.getPropertiesComponent().setInitialProperties(secrets);
    camel.removeComponent("gws");
    GwsComponentBuilderFactory.gws()
        .url(gws.url())
        .username(gws.username())
        .password("{{gws.secret}}")
        .responseTimeout(5_000)
        .register(camel, "gws");
    camel.addRoutes(new EndpointRoutes());
    camel.start();
    assertPlacesAndHears();
    GwsComponent made = camel.getComponent("gws", GwsComponent.class);
    assertThat(made.getConfiguration().getPassword()).isEqualTo(PASSWORD);
    assertThat(made.getConfiguration().getResponseTimeout()).isEqualTo(5_000);
  }

  @Test
  void theGeneratedUriFactoryBuildsEndpoints() throws Exception {
    // Given
    EndpointUriFactory uris = camel.getCamelContextExtension().getEndpointUriFactory("gws");
    // When
    String uri = uris.buildUri("gws", Map.of("operation", "notifications", "bodyType", "json"));
    // Then
    assertThat(uri).isEqualTo("gws:notifications?bodyType=json");
    assertThat(uris.secretPropertyNames()).contains("password", "oauthClientSecret");
    assertThat(camel.getEndpoint(uri)).isNotNull();
  }

  private void load(String name, String text) throws Exception {
    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(name, text));
    camel.start();
  }

  private void assertPlacesAndHears() throws Exception {
    camel
        .createProducerTemplate()
        .sendBody(
            "direct:place",
            Map.of(
                "workbinId",
                SeedData.PLACE_GROUP_BIN.workbinId(),
                "placeGroup",
                SeedData.PLACE_GROUP_BIN.group(),
                "interactionId",
                "I1"));
    try (ConsumerTemplate added = camel.createConsumerTemplate()) {
      assertThat(added.receiveBody("seda:added", PATIENCE.toMillis(), String.class))
          .contains("\"I1\"");
    }
    assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I1");
  }

  private static final class EndpointRoutes extends EndpointRouteBuilder implements GwsBuilders {
    @Override
    public void configure() {
      from(direct("place")).to(gws("add"));
      from(gws("notifications").bodyType("json"))
          .filter(header(gws().gwsAction()).isEqualTo("ItemAdded"))
          .to(seda("added"));
    }
  }

  private static final class RoutesOfAnotherBase extends RouteBuilder {
    @Override
    public void configure() {
      from("direct:place").to(StaticEndpointBuilders.gws("add"));
      from(StaticEndpointBuilders.gws("notifications").bodyType(BodyType.json))
          .filter(header("CamelGwsAction").isEqualTo("ItemAdded"))
          .to("seda:added");
    }
  }

  private static final class RoutesWithTheirConnection extends EndpointRouteBuilder
      implements GwsBuilders {
    private final SimulatedGws gws;

    RoutesWithTheirConnection(SimulatedGws gws) {
      this.gws = gws;
    }

    // Camel reads a value in the Endpoint DSL as if it stood in an address
    private static String raw(String secret) {
      return "RAW(" + secret + ")";
    }

    @Override
    public void configure() {
      from(direct("place"))
          .to(
              gws("add")
                  .url(gws.url())
                  .username(gws.username())
                  .password(raw(gws.password()))
                  .advanced()
                  .responseTimeout("5s"));
      from(gws("notifications")
              .url(gws.url())
              .username(gws.username())
              .password(raw(gws.password()))
              .bodyType(BodyType.json))
          .filter(header(gws().gwsAction()).isEqualTo("ItemAdded"))
          .to(seda("added"));
    }
  }
}
