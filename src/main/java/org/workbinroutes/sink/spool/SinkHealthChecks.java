package org.workbinroutes.sink.spool;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRepository;
import org.workbinroutes.sink.SinkActivities;

/** One health check, {@code sink-NAME}, for each sink that reads from the spool. */
public final class SinkHealthChecks implements HealthCheckRepository, CamelContextAware {
  private final ConcurrentMap<String, HealthCheck> checks = new ConcurrentHashMap<>();
  private final RunningSinks sinks;
  private final SpoolStore store;
  private final SinkActivities activities;
  private CamelContext context;
  private boolean enabled = true;

  public SinkHealthChecks(RunningSinks sinks, SpoolStore store, SinkActivities activities) {
    this.sinks = sinks;
    this.store = store;
    this.activities = activities;
  }

  @Override
  public String getId() {
    return "workbin-sinks";
  }

  @Override
  public boolean isEnabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public Stream<HealthCheck> stream() {
    return enabled ? sinks.all().stream().map(sink -> check(sink.name())) : Stream.empty();
  }

  private HealthCheck check(String sink) {
    return checks.computeIfAbsent(
        sink,
        name -> {
          SinkHealthCheck check = new SinkHealthCheck(name, sinks, store, activities.of(name));
          check.setCamelContext(context);
          return check;
        });
  }
}
