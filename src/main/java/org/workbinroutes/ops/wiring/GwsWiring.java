package org.workbinroutes.ops.wiring;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsConfiguration;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;

/**
 * The component {@code gws}. Values go in by its setters: a password never passes through a URI or
 * a Camel property, where {@code &}, {@code +} or braces would mean something.
 */
public final class GwsWiring implements CamelContextCustomizer {
  private final Configuration configuration;
  private final CallGuard guard;

  public GwsWiring(Configuration configuration, CallGuard guard) {
    this.guard = guard;
    this.configuration = configuration;
  }

  @Override
  public void configure(CamelContext context) {
    GwsComponent component = component(configuration);
    component.setCallGuard(guard);
    context.addComponent("gws", component);
  }

  /**
   * Makes a component and sets it up.
   *
   * @return the component, without a guard before its calls
   */
  public static GwsComponent component(Configuration configuration) {
    GwsComponent component = new GwsComponent();
    GwsConfiguration gws = component.getConfiguration();
    gws.setUrl(configuration.get(GwsOptions.URL).toString().replaceFirst("/+$", ""));
    gws.setAuth(
        GwsConfiguration.Auth.valueOf(configuration.get(GwsOptions.AUTH).toLowerCase(Locale.ROOT)));
    configuration.find(GwsOptions.USERNAME).ifPresent(gws::setUsername);
    configuration.find(GwsOptions.PASSWORD).ifPresent(gws::setPassword);
    configuration
        .find(GwsOptions.OAUTH_TOKEN_URL)
        .ifPresent(url -> gws.setOauthTokenUrl(url.toString()));
    configuration.find(GwsOptions.OAUTH_CLIENT_ID).ifPresent(gws::setOauthClientId);
    configuration.find(GwsOptions.OAUTH_CLIENT_SECRET).ifPresent(gws::setOauthClientSecret);
    configuration.find(GwsOptions.OAUTH_SCOPE).ifPresent(gws::setOauthScope);
    gws.setOauthGrant(
        GwsConfiguration.OauthGrant.valueOf(configuration.get(GwsOptions.OAUTH_GRANT)));
    configuration
        .find(GwsOptions.SUBSCRIPTIONS)
        .map(
            workbins ->
                workbins.stream()
                    .map(GroupWorkbin::configurationForm)
                    .collect(Collectors.joining(",")))
        .ifPresent(gws::setSubscriptions);
    gws.setContactCenterSession(configuration.get(GwsOptions.CONTACT_CENTER_SESSION));
    configuration.find(GwsOptions.PLACE).ifPresent(gws::setPlace);
    gws.setChannels(String.join(",", configuration.get(GwsOptions.CHANNELS)));
    gws.setConnectTimeout(configuration.get(GwsOptions.CONNECT_TIMEOUT).toMillis());
    gws.setResponseTimeout(configuration.get(GwsOptions.RESPONSE_TIMEOUT).toMillis());
    configuration.find(GwsOptions.PROXY_HOST).ifPresent(gws::setProxyHost);
    gws.setProxyPort(configuration.get(GwsOptions.PROXY_PORT));
    configuration.find(GwsOptions.PROXY_USERNAME).ifPresent(gws::setProxyUsername);
    configuration.find(GwsOptions.PROXY_PASSWORD).ifPresent(gws::setProxyPassword);
    configuration
        .find(GwsOptions.PROXY_BYPASS)
        .ifPresent(hosts -> gws.setNonProxyHosts(String.join(",", hosts)));
    gws.setConnectionTimeToLive(configuration.get(GwsOptions.CONNECTION_TIME_TO_LIVE).toMillis());
    gws.setConnections(configuration.get(GwsOptions.CONNECTIONS));
    gws.setMaxBurstSize(configuration.get(GwsOptions.MAX_BURST).intValue());
    gws.setSubscriptionTimeout(configuration.get(GwsOptions.SUBSCRIPTION_TIMEOUT).toMillis());
    gws.setSubscriptionRenewal(configuration.get(GwsOptions.SUBSCRIPTION_RENEWAL).toMillis());
    return component;
  }
}
