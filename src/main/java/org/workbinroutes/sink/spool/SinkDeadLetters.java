package org.workbinroutes.sink.spool;

import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.workbinroutes.sink.SinkFailure;

/** Keeps the dead letter that {@link SinkFailure} has made; where every sink sends its own. */
public final class SinkDeadLetters implements Processor {
  private final SpoolStore store;

  public SinkDeadLetters(SpoolStore store) {
    this.store = store;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    store
        .deadLetters()
        .keep(
            message.getHeader(SinkFailure.SINK, String.class),
            new DeadLetter(
                message.getHeader(
                    SinkFailure.LETTER, () -> UUID.randomUUID().toString(), String.class),
                message.getHeader(SinkFailure.FAILED_AT, "", String.class),
                message.getHeader(SinkFailure.REASON, "", String.class),
                message.getBody() instanceof String text ? text : ""));
  }
}
