package org.workbinroutes.sink.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.workbinroutes.sink.NotificationId;

/** camel-http's producer, with the headers by which a receiver knows the notification. */
final class StampedHttpProducer extends HttpProducer {
  private final Signature signature;
  private final Clock clock;

  /**
   * Makes a producer.
   *
   * @param signature signs requests; null sends them unsigned
   */
  StampedHttpProducer(HttpEndpoint endpoint, Signature signature, Clock clock) {
    super(endpoint);
    this.signature = signature;
    this.clock = clock;
  }

  @Override
  protected HttpUriRequest createMethod(Exchange exchange) throws Exception {
    HttpUriRequest request = super.createMethod(exchange);
    String id = NotificationId.of(exchange);
    request.setHeader("Idempotency-Key", id);
    if (signature != null) {
      long seconds = clock.instant().getEpochSecond();
      request.setHeader("webhook-id", id);
      request.setHeader("webhook-timestamp", Long.toString(seconds));
      request.setHeader("webhook-signature", signature.sign(id, seconds, bytes(request)));
    }
    return request;
  }

  /** What is sent, to the byte: the text's encoding is camel-http's business. */
  private static byte[] bytes(HttpUriRequest request) throws IOException {
    HttpEntity entity = request.getEntity();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (entity != null) {
      if (!entity.isRepeatable()) {
        throw new IOException("A stream cannot be signed: give the webhook a text or bytes");
      }
      entity.writeTo(bytes);
    }
    return bytes.toByteArray();
  }
}
