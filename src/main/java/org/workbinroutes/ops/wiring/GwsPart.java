package org.workbinroutes.ops.wiring;

import java.net.URI;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsConfiguration;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;

/**
 * The {@code gws} component with the {@code gws.*} options. Values are set on the component and
 * never pass through an endpoint URI, so that a password may hold any character.
 */
final class GwsPart implements CamelContextCustomizer {
  private final Configuration options;

  GwsPart(Configuration options) {
    this.options = options;
  }

  @Override
  public void configure(CamelContext context) {
    GwsComponent component = new GwsComponent();
    GwsConfiguration gws = component.getConfiguration();
    gws.setUrl(options.get(GwsOptions.URL).toString());
    gws.setAuth(GwsConfiguration.Auth.valueOf(options.get(GwsOptions.AUTH)));
    options.find(GwsOptions.USERNAME).ifPresent(gws::setUsername);
    options.find(GwsOptions.PASSWORD).ifPresent(gws::setPassword);
    options.find(GwsOptions.OAUTH_TOKEN_URL).map(URI::toString).ifPresent(gws::setOauthTokenUrl);
    options.find(GwsOptions.OAUTH_CLIENT_ID).ifPresent(gws::setOauthClientId);
    options.find(GwsOptions.OAUTH_CLIENT_SECRET).ifPresent(gws::setOauthClientSecret);
    gws.setOauthGrant(GwsConfiguration.OauthGrant.valueOf(options.get(GwsOptions.OAUTH_GRANT)));
    options
        .find(GwsOptions.SUBSCRIPTIONS)
        .map(
            workbins ->
                workbins.stream()
                    .map(GroupWorkbin::configurationForm)
                    .collect(Collectors.joining(",")))
        .ifPresent(gws::setSubscriptions);
    gws.setContactCenterSession(options.get(GwsOptions.CONTACT_CENTER_SESSION));
    options.find(GwsOptions.PLACE).ifPresent(gws::setPlace);
    gws.setChannels(String.join(",", options.get(GwsOptions.CHANNELS)));
    gws.setConnectTimeout(options.get(GwsOptions.CONNECT_TIMEOUT).toMillis());
    gws.setResponseTimeout(options.get(GwsOptions.RESPONSE_TIMEOUT).toMillis());
    gws.setConnections(options.get(GwsOptions.CONNECTIONS));
    gws.setSubscriptionTimeout(options.get(GwsOptions.SUBSCRIPTION_TIMEOUT).toMillis());
    context.addComponent("gws", component);
  }
}
