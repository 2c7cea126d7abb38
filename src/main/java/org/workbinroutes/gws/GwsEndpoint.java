package org.workbinroutes.gws;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Place interactions into Genesys group workbins and receive the workbin notifications. */
@UriEndpoint(
    firstVersion = "1.0.0",
    scheme = "gws",
    title = "Genesys Web Services",
    syntax = "gws:operation",
    category = {Category.SAAS},
    headersClass = GwsConstants.class)
public class GwsEndpoint extends DefaultEndpoint {
  /** The form in which a notification reaches the route. */
  public enum BodyType {
    /** A {@link Notification}. */
    notification,
    /** The GWS message as a map. */
    map,
    /** The GWS message as JSON text. */
    json
  }

  @UriPath(
      description =
          "What the endpoint does. To send to: add, pull, content, workbins, subscribe, unsubscribe."
              + " To consume from: notifications.")
  @Metadata(required = true)
  private GwsOperation operation;

  @UriParam(label = "consumer", defaultValue = "map", enums = "notification,map,json")
  @Metadata(
      description =
          "The form in which a notification reaches the route: the GWS message as a map or as JSON text, or a Notification that has been read.")
  private BodyType bodyType = BodyType.map;

  @UriParam private GwsConfiguration configuration;

  GwsEndpoint(
      String uri, GwsComponent component, GwsOperation operation, GwsConfiguration configuration) {
    super(uri, component);
    this.operation = operation;
    this.configuration = configuration;
  }

  @Override
  public Producer createProducer() {
    if (operation == GwsOperation.notifications) {
      throw new IllegalArgumentException("gws:notifications can only be consumed from");
    }
    return new GwsProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (operation != GwsOperation.notifications) {
      throw new IllegalArgumentException(
          "gws:" + operation + " can only be sent to; consume from gws:notifications");
    }
    GwsConsumer consumer = new GwsConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  GwsService service() {
    return ((GwsComponent) getComponent()).service(configuration);
  }

  public GwsOperation getOperation() {
    return operation;
  }

  public void setOperation(GwsOperation operation) {
    this.operation = operation;
  }

  public BodyType getBodyType() {
    return bodyType;
  }

  public void setBodyType(BodyType bodyType) {
    this.bodyType = bodyType;
  }

  public GwsConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(GwsConfiguration configuration) {
    this.configuration = configuration;
  }
}
