package org.workbinroutes.sink.cometd;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.cometd.CometdEndpoint;

/** A channel to publish to. */
final class NotificationCometdEndpoint extends CometdEndpoint {
  NotificationCometdEndpoint(NotificationCometdComponent component, String uri, String remaining) {
    super(component, uri, remaining);
  }

  @Override
  public Producer createProducer() {
    return new NotificationCometdProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "cometd only sends here: what browsers publish is refused, so there is nothing to consume");
  }
}
