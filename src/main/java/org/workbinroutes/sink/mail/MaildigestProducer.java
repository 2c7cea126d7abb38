package org.workbinroutes.sink.mail;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultProducer;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.sink.NotificationSummary;
import org.workbinroutes.sink.SinkFilter;

/** Keeps each notification for the next mail. No header has a say in it. */
final class MaildigestProducer extends DefaultProducer {
  private final MaildigestEndpoint endpoint;
  private final Digest digest;

  MaildigestProducer(MaildigestEndpoint endpoint, Digest digest) {
    super(endpoint);
    this.endpoint = endpoint;
    this.digest = digest;
  }

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException, IOException {
    Notification notification = exchange.getProperty(SinkFilter.NOTIFICATION, Notification.class);
    if (notification == null) {
      throw new IOException(
          "There is no notification to mail: use maildigest as the 'to' of a sink");
    }
    String text = endpoint.isAttach() ? exchange.getMessage().getMandatoryBody(String.class) : "";
    digest.put(new Entry(NotificationSummary.of(notification).toString(), text));
  }
}
