package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Hands every notification to the route, one after the other, in the order GWS sent them. */
public class GwsConsumer extends DefaultConsumer implements NotificationListener {
  private final ObjectMapper json = GwsJson.mapper();

  GwsConsumer(GwsEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
  }

  @Override
  public GwsEndpoint getEndpoint() {
    return (GwsEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    GwsService service = getEndpoint().service();
    setHealthCheck(new NotificationHealthCheck(service, getRouteId()));
    service.addListener(this, getEndpoint().getConfiguration().getSubscriptions());
  }

  @Override
  protected void doStop() throws Exception {
    getEndpoint().service().removeListener(this);
    super.doStop();
  }

  @Override
  public void onNotification(Notification notification) {
    Exchange exchange = createExchange(false);
    try {
      fill(exchange.getMessage(), notification);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        getExceptionHandler()
            .handleException("A notification was not processed", exchange, exchange.getException());
      }
    } catch (Exception e) {
      getExceptionHandler().handleException("A notification was not processed", exchange, e);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private void fill(Message message, Notification notification) throws JsonProcessingException {
    message.setBody(
        switch (getEndpoint().getBodyType()) {
          case notification -> notification;
          case map -> notification.body();
          case json -> json.writeValueAsString(notification.body());
        });
    header(message, GwsConstants.ACTION, notification.action());
    header(message, GwsConstants.MESSAGE_TYPE, notification.messageType());
    header(message, GwsConstants.MEDIA, notification.media());
    header(message, GwsConstants.INTERACTION_ID, notification.interactionId());
    header(message, GwsConstants.REFERENCE_ID, notification.referenceId());
    GroupWorkbin workbin = notification.workbin();
    if (workbin != null) {
      header(message, GwsConstants.WORKBIN_ID, workbin.id());
      header(message, GwsConstants.GROUP_KIND, workbin.kind().wireName());
      header(message, GwsConstants.GROUP, workbin.group());
    }
  }

  private static void header(Message message, String name, Object value) {
    if (value != null) {
      message.setHeader(name, value);
    }
  }
}
