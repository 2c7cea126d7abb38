package org.workbinroutes.sink.spool;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code spool}: a sink reads with {@code spool:NAME} what waits for it. */
@Component("spool")
public class SpoolComponent extends DefaultComponent {
  private final RunningSinks sinks;

  public SpoolComponent(RunningSinks sinks) {
    this.sinks = sinks;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    SpoolEndpoint endpoint = new SpoolEndpoint(uri, this);
    endpoint.setSink(remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** Where notifications wait; a bean of the registry. */
  SpoolStore store() {
    SpoolStore store = CamelContextHelper.findSingleByType(getCamelContext(), SpoolStore.class);
    if (store == null) {
      throw new IllegalStateException(
          "There is no spool: bind one SpoolStore, a JmsSpool or a MemorySpool, in the registry");
    }
    return store;
  }

  RunningSinks sinks() {
    return sinks;
  }
}
