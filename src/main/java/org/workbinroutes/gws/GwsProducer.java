package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/** Makes the call the endpoint names with the message's body. Headers play no part in it. */
public class GwsProducer extends DefaultProducer {
  private final ObjectReader json =
      GwsJson.mapper().readerFor(new TypeReference<Map<String, Object>>() {});

  private GwsClient client;

  GwsProducer(GwsEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  public GwsEndpoint getEndpoint() {
    return (GwsEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    client = getEndpoint().service().client();
    super.doStart();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    switch (getEndpoint().getOperation()) {
      case add -> answer(message, client.add(addCall(message)));
      case pull -> answer(message, client.pull(addCall(message)));
      case content -> message.setBody(client.content(workbin(message)));
      case workbins -> message.setBody(client.workbins());
      case subscribe -> client.subscribe(workbin(message));
      case unsubscribe -> answer(message, client.unsubscribe(workbin(message)));
      case notifications -> throw new IllegalStateException("not a producer");
    }
  }

  private static void answer(Message message, GwsAnswer answer) {
    message.setBody(answer);
    if (answer.referenceId() == null) {
      message.removeHeader(GwsConstants.REFERENCE_ID);
    } else {
      message.setHeader(GwsConstants.REFERENCE_ID, answer.referenceId());
    }
  }

  private AddCall addCall(Message message) throws JsonProcessingException {
    return message.getBody() instanceof AddCall call ? call : AddInteraction.of(fields(message));
  }

  private GroupWorkbin workbin(Message message) throws JsonProcessingException {
    Object body = message.getBody();
    if (body instanceof GroupWorkbin workbin) {
      return workbin;
    }
    return body instanceof AddCall call ? call.workbin() : GroupWorkbinField.of(fields(message));
  }

  private Map<?, ?> fields(Message message) throws JsonProcessingException {
    if (message.getBody() instanceof Map<?, ?> map) {
      return map;
    }
    String text = message.getBody(String.class);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "gws:"
              + getEndpoint().getOperation()
              + " needs a body: a placement request, a Map or a JSON object with workbinId,"
              + " agentGroup or placeGroup");
    }
    Map<String, Object> fields = json.readValue(text);
    return fields == null ? Map.of() : fields;
  }
}
