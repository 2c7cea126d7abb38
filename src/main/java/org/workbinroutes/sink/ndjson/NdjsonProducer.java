package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultProducer;

/** Appends the body of each exchange. The file is the endpoint's: no header can name another. */
final class NdjsonProducer extends DefaultProducer {
  private final NdjsonEndpoint endpoint;
  private final NdjsonFile file;

  NdjsonProducer(NdjsonEndpoint endpoint, NdjsonFile file) {
    super(endpoint);
    this.endpoint = endpoint;
    this.file = file;
  }

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException, IOException {
    String json = exchange.getMessage().getMandatoryBody(String.class);
    if (json.indexOf('\n') >= 0 || json.indexOf('\r') >= 0) {
      throw new IOException("The body has more than one line: write the JSON without line ends");
    }
    file.append(json, endpoint.isSync());
  }
}
