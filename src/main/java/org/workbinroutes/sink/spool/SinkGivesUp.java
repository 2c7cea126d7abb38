package org.workbinroutes.sink.spool;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.workbinroutes.sink.SinkActivities;
import org.workbinroutes.sink.SinkFailure;
import org.workbinroutes.sink.UnreadableNotificationException;

/**
 * What becomes of a notification when a sink's attempts are over: it is sent to the dead letters,
 * or the sink is held. One per sink, made by the route template.
 */
public final class SinkGivesUp extends ServiceSupport implements Processor, CamelContextAware {
  private CamelContext context;
  private String name;
  private String onFailure;
  private String deadLetters;
  private OnFailure policy;
  private AsyncProducer producer;

  /** Makes the step; its properties are set next. */
  public SinkGivesUp() {}

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  public void setName(String name) {
    this.name = name;
  }

  public void setOnFailure(String onFailure) {
    this.onFailure = onFailure;
  }

  public void setDeadLetters(String deadLetters) {
    this.deadLetters = deadLetters;
  }

  @Override
  protected void doInit() throws Exception {
    policy = OnFailure.parse(name, onFailure);
    producer = context.getEndpoint(deadLetters).createAsyncProducer();
    ServiceHelper.initService(producer);
  }

  @Override
  protected void doStart() {
    ServiceHelper.startService(producer);
  }

  @Override
  protected void doStop() {
    ServiceHelper.stopService(producer);
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    // a text that is no notification never becomes one: to wait for it would be for ever
    if (policy == OnFailure.hold
        && !(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)
            instanceof UnreadableNotificationException)) {
      String reason = exchange.getMessage().getHeader(SinkFailure.REASON, "unknown", String.class);
      if (exchange.getFromEndpoint() instanceof SpoolEndpoint) {
        exchange.setProperty(SinkActivities.HELD, reason);
        return;
      }
      // another source keeps what failed in its own way
      throw new SinkHeldException(reason);
    }
    String letter = exchange.getMessage().getHeader(SinkFailure.LETTER, "unknown", String.class);
    Exception notKept = keep(exchange);
    if (notKept == null) {
      exchange.setProperty(SinkActivities.DEAD_LETTER, letter);
    } else if (exchange.getFromEndpoint() instanceof SpoolEndpoint) {
      // as an exception of this step Camel would log it with all stack traces, each time
      exchange.setProperty(SinkActivities.NOT_KEPT, notKept);
    } else {
      throw notKept;
    }
  }

  private Exception keep(Exchange exchange) {
    try {
      producer.process(exchange);
    } catch (Exception e) {
      return e;
    }
    Exception failure = exchange.getException();
    exchange.setException(null);
    return failure;
  }
}
