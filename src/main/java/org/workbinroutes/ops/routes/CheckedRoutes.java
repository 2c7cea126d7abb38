package org.workbinroutes.ops.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

/** Gives Camel the route files, each read once and checked first. */
public final class CheckedRoutes extends DefaultRoutesCollector {
  private final RouteSource source;
  private final boolean dynamicEndpointsAllowed;

  public CheckedRoutes(RouteSource source, boolean dynamicEndpointsAllowed) {
    this.source = source;
    this.dynamicEndpointsAllowed = dynamicEndpointsAllowed;
  }

  /** Tells Camel what it has to find by itself. */
  public void configure(MainConfigurationProperties camel) {
    camel.setRoutesIncludePattern(source.camelPattern());
  }

  /** Finds and checks the files. */
  @Override
  public Collection<Resource> findRouteResourcesFromDirectory(
      CamelContext camelContext, String excludePattern, String includePattern) {
    List<RouteFile> files = new ArrayList<>(source.read());
    for (Resource found :
        super.findRouteResourcesFromDirectory(camelContext, excludePattern, includePattern)) {
      files.add(read(found));
    }
    files.sort(Comparator.comparing(RouteFile::location));
    if (!dynamicEndpointsAllowed) {
      List<Problem> problems =
          files.stream().flatMap(file -> new DynamicEndpoints().find(file).stream()).toList();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
    }
    return files.stream()
        .map(file -> ResourceHelper.fromString(file.location(), file.text()))
        .toList();
  }

  private static RouteFile read(Resource found) {
    try {
      return RouteFile.of(found);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
