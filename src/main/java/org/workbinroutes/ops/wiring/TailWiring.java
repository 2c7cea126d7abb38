package org.workbinroutes.ops.wiring;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;
import org.workbinroutes.ops.ListenAddress;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.sink.NotificationCodec;
import org.workbinroutes.sink.tail.NotificationTail;
import org.workbinroutes.sink.tail.TailHttp;

/** The bean of the route {@code tail}, which tells notifications only to whom it may. */
public final class TailWiring implements CamelContextCustomizer {
  private final Configuration configuration;

  public TailWiring(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    registry.bind(
        "tailHttp",
        new TailHttp(
            registry.lookupByNameAndType("notificationTail", NotificationTail.class),
            registry.lookupByNameAndType("notificationCodec", NotificationCodec.class),
            answers()));
  }

  private boolean answers() {
    List<String> auth = configuration.find(HttpOptions.AUTH).orElse(List.of());
    return auth.contains("keys")
        || auth.contains("jwt")
        || new ListenAddress(configuration).isLoopback();
  }
}
