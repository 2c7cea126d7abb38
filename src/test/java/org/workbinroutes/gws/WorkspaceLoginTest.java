package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.WorkspaceSimulator;

/** The login of API v3: a form, and redirects that are followed at home only. */
class WorkspaceLoginTest {
  private WorkspaceSimulator gws;
  private DefaultCamelContext camel;

  @BeforeEach
  void start() {
    gws = WorkspaceSimulator.builder().user("agent", "s3cret&+").start();
    camel = new DefaultCamelContext();
  }

  @AfterEach
  void stop() {
    camel.stop();
    gws.close();
  }

  @Test
  void theUserIsLetInOnceHoweverManyCallsAreMade() throws Exception {
    // When
    GwsClient client = client(c -> {});
    client.workbins();
    client.workbins();
    // Then
    assertThat(gws.calls("sign-in")).isEqualTo(1);
    assertThat(gws.sessions()).isEqualTo(1);
    assertThat(client.hasCsrfToken()).isFalse();
  }

  @Test
  void aNameWithItsTenantIsSentAsItIs() throws Exception {
    // When
    GwsClient client = client(c -> c.setUsername("\\agent"));
    // Then
    assertThat(client.workbins()).isNotEmpty();
  }

  @Test
  void aWrongPasswordIsToldAndNotRepeated() throws Exception {
    // When
    GwsClient client = client(c -> c.setPassword("wr0ng"));
    Throwable refused = catchThrowable(client::workbins);
    // Then
    assertThat(refused)
        .isInstanceOf(GwsUnavailableException.class)
        .hasMessageContaining("does not accept the user or its credentials")
        .hasMessageNotContaining("wr0ng");
    assertThat(((GwsException) refused).answer()).isNotNull();
  }

  @Test
  void aLoginThatIsLedToAnotherServerStopsBeforeItGetsThere() throws Exception {
    // Given
    try (WorkspaceSimulator other =
        WorkspaceSimulator.builder().user("agent", "s3cret&+").start()) {
      gws.faults().leadLoginsElsewhere(null, other.url());
      // When
      GwsClient client = client(c -> {});
      Throwable refused = catchThrowable(client::workbins);
      // Then
      assertThat(refused)
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining(other.url())
          .hasMessageContaining("not followed")
          .hasMessageNotContaining("code=");
      // When
      gws.faults().leadLoginsElsewhere(other.url() + "/auth/v3/oauth/authorize", null);
      Throwable refusedBefore = catchThrowable(client(c -> {})::workbins);
      // Then
      assertThat(refusedBefore).isInstanceOf(GwsUnavailableException.class);
      assertThat(gws.calls("sign-in")).isEqualTo(1);
      assertThat(other.calls("requests")).isZero();
    }
  }

  @Test
  void whatV3DoesNotKnowIsRefusedAtTheStart() throws Exception {
    assertThatThrownBy(() -> client(c -> c.setAuth(GwsConfiguration.Auth.oauth2)))
        .hasMessageContaining("auth");
    assertThatThrownBy(() -> client(c -> c.setContactCenterSession(true)))
        .hasMessageContaining("contactCenterSession");
    assertThatThrownBy(() -> client(c -> c.setPassword(null))).hasMessageContaining("password");
  }

  private GwsClient client(Consumer<GwsConfiguration> more) throws Exception {
    camel.stop();
    camel = new DefaultCamelContext();
    GwsComponent component = new GwsComponent();
    GwsConfiguration configuration = component.getConfiguration();
    configuration.setApi(GwsConfiguration.Api.v3);
    configuration.setUrl(gws.url());
    configuration.setUsername("agent");
    configuration.setPassword("s3cret&+");
    configuration.setNetworkDelay(2_000);
    more.accept(configuration);
    camel.addComponent("gws", component);
    camel.start();
    return component.client();
  }
}
