package org.workbinroutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SpringSettingsTest {
  private final StandardEnvironment environment = new StandardEnvironment();

  @Test
  void whatSpringKnowsBySeveralNamesHasOneKey() {
    // Given
    yaml(
        Map.of(
            "gws.subscriptions[0]", "a@agentGroup:A",
            "gws.subscriptions[1]", "b@agentGroup:B",
            "gws.maxRate", 7,
            "workbin.sink.dead-letters", "direct:dead",
            "gws.url", "https://${host}",
            "host", "gws.example.com"));
    // When / Then
    assertThat(new SpringSettings(environment).all())
        .containsOnly(
            Map.entry("gws.subscriptions", "a@agentGroup:A,b@agentGroup:B"),
            Map.entry("gws.max-rate", "7"),
            Map.entry("workbin.sink.deadLetters", "direct:dead"),
            Map.entry("gws.url", "https://gws.example.com"));
  }

  @Test
  void theEnvironmentWinsAndItsOtherVariablesAreLeftAlone() {
    // Given
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("GWS_RETRY_FIRST_PAUSE", "2s", "GWS_SERVICE_HOST", "10.0.0.1")));
    yaml(Map.of("gws.retry.first-pause", "1s"));
    // When / Then
    assertThat(new SpringSettings(environment).all())
        .containsOnly(Map.entry("gws.retry.first-pause", "2s"));
  }

  @Test
  void whatIsMisspeltOrOfTheOwnersNamingGoesThroughAndTheSwitchDoesNot() {
    // Given
    yaml(
        Map.of(
            "gws.usrname", "agent",
            "workbin.headers.crm.Authorization", "Bearer x",
            "workbin.enabled", true,
            "management.endpoints.web.exposure.include", "*"));
    // When / Then
    assertThat(new SpringSettings(environment).all())
        .containsOnly(
            Map.entry("gws.usrname", "agent"),
            Map.entry("workbin.headers.crm.Authorization", "Bearer x"));
  }

  private void yaml(Map<String, Object> properties) {
    environment.getPropertySources().addLast(new MapPropertySource("yaml", properties));
  }
}
