package org.workbinroutes.sink.cometd;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.cometd.CometdEndpoint;
import org.apache.camel.component.cometd.CometdProducer;
import org.workbinroutes.sink.NotificationCodec;

/**
 * Publishes the body as a JSON object rather than as a text with JSON in it, and without headers:
 * the base class would send them all to the client.
 */
final class NotificationCometdProducer extends CometdProducer {
  private final NotificationCodec codec = new NotificationCodec();

  NotificationCometdProducer(CometdEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    if (message.getBody() instanceof String json) {
      message.setBody(codec.readMap(json));
    }
    super.process(exchange);
  }
}
