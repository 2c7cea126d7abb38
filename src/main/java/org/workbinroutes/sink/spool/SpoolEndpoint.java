package org.workbinroutes.sink.spool;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Read the notifications that wait for a sink; each is gone only when its route ended well. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "spool",
    title = "Spool",
    syntax = "spool:sink",
    category = {Category.MESSAGING},
    consumerOnly = true)
public class SpoolEndpoint extends DefaultEndpoint {
  private static final int MOST_DELIVERIES = 500;

  @UriPath(description = "The sink's name.")
  @Metadata(required = true)
  private String sink;

  @UriParam(
      defaultValue = "workbin",
      description =
          "workbin keeps the order of each workbin and delivers workbins side by side; all delivers"
              + " one after the other; none keeps no order.")
  private DeliveryOrder order = DeliveryOrder.workbin;

  @UriParam(
      defaultValue = "8",
      description = "How many notifications are delivered at the same time, 1 to 500.")
  private int concurrency = 8;

  SpoolEndpoint(String uri, SpoolComponent component) {
    super(uri, component);
  }

  @Override
  public SpoolComponent getComponent() {
    return (SpoolComponent) super.getComponent();
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "spool only reads: the route spool puts notifications there");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (concurrency < 1 || concurrency > MOST_DELIVERIES) {
      throw new IllegalArgumentException(
          "Sink '"
              + sink
              + "': concurrency="
              + concurrency
              + " is not possible: write 1 to "
              + MOST_DELIVERIES);
    }
    SpoolConsumer consumer = new SpoolConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /** {@return the sink's name} */
  public String getSink() {
    return sink;
  }

  public void setSink(String sink) {
    this.sink = sink;
  }

  /** {@return the order} */
  public DeliveryOrder getOrder() {
    return order;
  }

  /** Sets the order. */
  public void setOrder(DeliveryOrder order) {
    this.order = order;
  }

  /** {@return how many are delivered at the same time} */
  public int getConcurrency() {
    return concurrency;
  }

  /** Sets how many are delivered at the same time. */
  public void setConcurrency(int concurrency) {
    this.concurrency = concurrency;
  }
}
