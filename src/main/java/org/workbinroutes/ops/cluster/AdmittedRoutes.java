package org.workbinroutes.ops.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Routes that run only while this node is admitted: intakes that take work away from other nodes.
 * What they have read and not finished goes back to where it came from.
 */
public final class AdmittedRoutes extends RoutePolicySupport {
  private static final long PATIENCE_SECONDS = 2;

  private final Admission admission;
  private final Map<String, Route> routes = new ConcurrentHashMap<>();

  public AdmittedRoutes(Admission admission) {
    this.admission = admission;
    admission.onChange(this::admit);
  }

  @Override
  public void onInit(Route route) {
    super.onInit(route);
    if (Boolean.TRUE.equals(route.isAutoStartup())) {
      routes.put(route.getId(), route);
      route.setAutoStartup(admission.isGranted());
    }
  }

  @Override
  public void onRemove(Route route) {
    routes.remove(route.getId());
  }

  private void admit(boolean granted) {
    for (Route route : routes.values()) {
      try {
        if (granted) {
          route.getCamelContext().getRouteController().startRoute(route.getId());
        } else {
          route
              .getCamelContext()
              .getRouteController()
              .stopRoute(route.getId(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
      } catch (Exception e) {
        throw new IllegalStateException(
            "Route " + route.getId() + " could not be " + (granted ? "started" : "stopped"), e);
      }
    }
  }
}
