package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.placement.PlacementRequest;

/**
 * The OpenAPI document of what the product serves. It stands in the resources beside this class;
 * the schema of a placement request is put in from its own file. Who adds a path to the server adds
 * it there, and to the test that has every answer of the document produced.
 */
public final class OpenApi {
  private final JsonNode document;

  public OpenApi() {
    ObjectNode whole = (ObjectNode) read(OpenApi.class, "openapi.json");
    ObjectNode request = (ObjectNode) read(PlacementRequest.class, "placement-request.schema.json");
    ((ObjectNode) whole.at("/components/schemas")).set("PlacementRequest", request);
    this.document = whole;
  }

  /** {@code GET /openapi.json}. */
  public void answer(Exchange exchange) throws ProblemException {
    Query.of(exchange.getMessage());
    Answer.json(200, document).send(exchange);
  }

  private static JsonNode read(Class<?> neighbour, String name) {
    try (InputStream resource = neighbour.getResourceAsStream(name)) {
      return new JsonMapper().readTree(resource);
    } catch (IOException broken) {
      throw new UncheckedIOException("The resource " + name + " cannot be read", broken);
    }
  }
}
