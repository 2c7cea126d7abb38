package org.workbinroutes.sink.webhook;

import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Posts a notification, and judges the answer if it is not taken. */
final class WebhookProducer extends DefaultProducer {
  private final HttpProducer http;
  private final RetryRule rule;

  WebhookProducer(WebhookEndpoint endpoint, HttpProducer http, RetryRule rule) {
    super(endpoint);
    this.http = http;
    this.rule = rule;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    try {
      http.process(exchange);
    } catch (HttpOperationFailedException answer) {
      throw rule.apply(exchange, answer);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ServiceHelper.startService(http);
  }

  @Override
  protected void doStop() throws Exception {
    ServiceHelper.stopService(http);
    super.doStop();
  }
}
