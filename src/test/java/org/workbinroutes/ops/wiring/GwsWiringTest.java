package org.workbinroutes.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsConfiguration;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

class GwsWiringTest {
  @TempDir private Path folder;
  private final CamelContext camel = new DefaultCamelContext();

  @AfterEach
  void stop() {
    camel.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a&b?c=d%41+e#f",
        "{{gws.url}}",
        "${env:HOME}",
        "RAW(x)",
        "#bean:x",
        " blanks at the ends ",
        "Grüße語\\",
      })
  void aPasswordArrivesAtGwsToTheLetter(String password) throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().user("routes", password).start()) {
      new GwsWiring(
              configuration(Map.of("GWS_URL", gws.url() + "/", "GWS_PASSWORD", password)),
              CallGuard.NONE)
          .configure(camel);
      camel.start();
      // When
      Object workbins = camel.createFluentProducerTemplate().to("gws:workbins").request();
      // Then
      assertThat(workbins).asString().contains(SeedData.PLACE_GROUP_BIN.workbinId());
    }
  }

  @Test
  void theSimulatorWouldRefuseAnyOtherPassword() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().user("routes", "right").start()) {
      new GwsWiring(
              configuration(Map.of("GWS_URL", gws.url(), "GWS_PASSWORD", "wrong")), CallGuard.NONE)
          .configure(camel);
      camel.start();
      // When / Then
      assertThatThrownBy(() -> camel.createFluentProducerTemplate().to("gws:workbins").request())
          .isNotNull();
    }
  }

  @Test
  void everyOptionReachesTheComponent() throws Exception {
    // Given
    Configuration configuration =
        configuration(
            Map.ofEntries(
                Map.entry("GWS_URL", "https://gws.example.com"),
                Map.entry("GWS_AUTH", "oauth2"),
                Map.entry("GWS_PASSWORD", "p"),
                Map.entry("GWS_OAUTH_TOKEN_URL", "https://login.example.com/token"),
                Map.entry("GWS_OAUTH_CLIENT_ID", "client"),
                Map.entry("GWS_OAUTH_CLIENT_SECRET", "s"),
                Map.entry("GWS_OAUTH_GRANT", "password"),
                Map.entry("GWS_OAUTH_SCOPE", "gws"),
                Map.entry("GWS_SUBSCRIPTIONS", "w@agentGroup:A%2C 50%25,v@placeGroup:B@:C"),
                Map.entry("GWS_CONTACT_CENTER_SESSION", "true"),
                Map.entry("GWS_PLACE", "desk"),
                Map.entry("GWS_CHANNELS", "chat, email"),
                Map.entry("GWS_CONNECT_TIMEOUT", "3s"),
                Map.entry("GWS_RESPONSE_TIMEOUT", "4s"),
                Map.entry("GWS_CONNECTIONS", "5")));
    // When
    new GwsWiring(configuration, CallGuard.NONE).configure(camel);
    GwsConfiguration gws = camel.getComponent("gws", GwsComponent.class).getConfiguration();
    // Then
    assertThat(gws)
        .extracting(
            GwsConfiguration::getUrl,
            GwsConfiguration::getAuth,
            GwsConfiguration::getUsername,
            GwsConfiguration::getOauthTokenUrl,
            GwsConfiguration::getOauthClientId,
            GwsConfiguration::getOauthClientSecret,
            GwsConfiguration::getOauthGrant,
            GwsConfiguration::getOauthScope,
            GwsConfiguration::isContactCenterSession,
            GwsConfiguration::getPlace,
            GwsConfiguration::getChannels,
            GwsConfiguration::getConnectTimeout,
            GwsConfiguration::getResponseTimeout,
            GwsConfiguration::getConnections)
        .containsExactly(
            "https://gws.example.com",
            GwsConfiguration.Auth.oauth2,
            "routes",
            "https://login.example.com/token",
            "client",
            "s",
            GwsConfiguration.OauthGrant.password,
            "gws",
            true,
            "desk",
            "chat,email",
            3000L,
            4000L,
            5);
    assertThat(List.of(gws.getSubscriptions().split(",")).stream().map(GroupWorkbin::parse))
        .containsExactly(
            new GroupWorkbin("w", GroupKind.AGENT_GROUP, "A, 50%"),
            new GroupWorkbin("v", GroupKind.PLACE_GROUP, "B@:C"));
  }

  @Test
  void theKeysDefaultsAreThoseOfTheComponent() throws Exception {
    // Given
    GwsConfiguration expected = new GwsConfiguration();
    expected.setUrl("https://gws.example.com");
    expected.setUsername("routes");
    expected.setPassword("p");
    // When
    GwsConfiguration gws =
        GwsWiring.component(
                configuration(Map.of("GWS_URL", "https://gws.example.com", "GWS_PASSWORD", "p")))
            .getConfiguration();
    // Then
    assertThat(gws).usingRecursiveComparison().isEqualTo(expected);
  }

  private Configuration configuration(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("GWS_USERNAME", "routes");
    return new ConfigurationLoader(Catalogue.standard(), all, Map.of())
        .load(null, Map.of(), folder);
  }
}
