package org.workbinroutes.sink;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.Notification;

/**
 * The log sink, {@code to = bean:notificationLog}: one line per notification at INFO, its {@link
 * NotificationSummary} and the request that it confirms, if it is ours. Camel's own {@code log:}
 * would write the body, and with it what customers wrote.
 */
public final class NotificationLog implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationLog.class);

  @Override
  public void process(Exchange exchange) {
    Notification notification = exchange.getProperty(SinkFilter.NOTIFICATION, Notification.class);
    if (LOG.isInfoEnabled() && notification != null) {
      Object requestId = exchange.getMessage().getHeader(SinkHeaders.REQUEST_ID);
      if (requestId instanceof String ours) {
        LOG.info("{}, confirms {}", NotificationSummary.of(notification), OneLine.of(ours, 256));
      } else {
        LOG.info("{}", NotificationSummary.of(notification));
      }
    }
  }
}
