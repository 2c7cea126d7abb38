package org.workbinroutes.gws;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Speaks with Genesys Web Services: puts interactions into group workbins and consumes the workbin
 * notifications. Endpoints that name the same server and user share one session.
 */
@Component("gws")
public class GwsComponent extends DefaultComponent {
  @Metadata(label = "common", description = "Settings that all endpoints start from.")
  private GwsConfiguration configuration = new GwsConfiguration();

  @Metadata(
      label = "producer,advanced",
      description = "Stands before every add and pull: a breaker, a rate limit. None by default.")
  private CallGuard callGuard = CallGuard.NONE;

  private final Map<ServiceKey, GwsService> services = new ConcurrentHashMap<>();

  private record ServiceKey(String url, String user) {}

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    GwsOperation operation;
    try {
      operation = GwsOperation.valueOf(remaining);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "There is no gws:"
              + remaining
              + ". There are add, pull, content, workbins, subscribe, unsubscribe, notifications",
          unknown);
    }
    GwsEndpoint endpoint = new GwsEndpoint(uri, this, operation, configuration.copy());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /**
   * The calls of the Workbins API for the component's own server and user, for beans that need more
   * than one of them.
   *
   * @return the client, shared with all endpoints of the same server and user
   */
  public GwsClient client() {
    return service(configuration).client();
  }

  /**
   * The health checks {@code gws-session} and {@code gws-notifications} of the component's own
   * server and user, for who registers checks of the whole application. Each consumer has a check
   * of its own besides.
   *
   * @return the checks, not registered
   */
  public List<HealthCheck> healthChecks() {
    return List.of(
        new SessionHealthCheck(() -> service(configuration)),
        new NotificationHealthCheck(() -> service(configuration)));
  }

  GwsService service(GwsConfiguration wanted) {
    ServiceKey key =
        new ServiceKey(
            GwsService.base(wanted.getUrl()).toString(),
            wanted.getUsername() == null ? wanted.getOauthClientId() : wanted.getUsername());
    return services.computeIfAbsent(key, k -> startService(wanted));
  }

  private GwsService startService(GwsConfiguration wanted) {
    try {
      GwsService service = new GwsService(getCamelContext(), wanted, callGuard, new SteadyClock());
      service.start();
      return service;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The gws component could not start", e);
    }
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(services.values());
    services.clear();
    super.doStop();
  }

  public CallGuard getCallGuard() {
    return callGuard;
  }

  public void setCallGuard(CallGuard callGuard) {
    this.callGuard = callGuard;
  }

  public GwsConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(GwsConfiguration configuration) {
    this.configuration = configuration;
  }
}
