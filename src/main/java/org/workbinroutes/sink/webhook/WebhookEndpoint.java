package org.workbinroutes.sink.webhook;

import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/** One receiver. */
final class WebhookEndpoint extends DefaultEndpoint implements Trial {
  private final HttpEndpoint http;
  private final Signature signature;
  private final RetryRule rule;
  private final Trial trial;
  private final Clock clock;

  WebhookEndpoint(
      String uri,
      WebhookComponent component,
      HttpEndpoint http,
      Signature signature,
      RetryRule rule,
      Trial trial,
      Clock clock) {
    super(uri, component);
    this.http = http;
    this.signature = signature;
    this.rule = rule;
    this.trial = trial;
    this.clock = clock;
  }

  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    return trial.tryOut(patience);
  }

  @Override
  public Producer createProducer() {
    return new WebhookProducer(this, new StampedHttpProducer(http, signature, clock), rule);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "webhook only sends: to be called by others use platform-http");
  }

  /** What is no option goes to the receiver. */
  @Override
  public boolean isLenientProperties() {
    return true;
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
