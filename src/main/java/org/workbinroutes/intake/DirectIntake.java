package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

/** Takes a request from a route of the owner's, and gives him the placement. */
public final class DirectIntake {
  private static final String ROUTE = "route";

  private final PlacementRequestParser parser;
  private final JsonMapper json = new JsonMapper();

  /**
   * Makes the intake.
   *
   * @param parser reads what is no {@link PlacementRequest} yet
   */
  public DirectIntake(PlacementRequestParser parser) {
    this.parser = parser;
  }

  /**
   * Puts the request in the place of the message, of which nothing else is left.
   *
   * @param exchange its body is a {@link PlacementRequest}, or the wire form of one as text, bytes,
   *     stream or map
   * @throws InvalidRequestException if it is none
   */
  public void open(Exchange exchange) throws InvalidRequestException {
    Handover.begin(exchange, request(exchange), ROUTE);
  }

  /**
   * Leaves the placement as the body.
   *
   * @return what became of the request: ACCEPTED, CONFIRMED, or what it was when it came again
   * @throws RefusedPlacementException if GWS refused it, or its id was used for another request
   * @throws FailedPlacementException if it could not be placed
   */
  public Placement close(Exchange exchange)
      throws RefusedPlacementException, FailedPlacementException {
    return Handover.end(exchange);
  }

  private PlacementRequest request(Exchange exchange) throws InvalidRequestException {
    Object body = exchange.getMessage().getBody();
    if (body instanceof PlacementRequest request) {
      return request;
    }
    return parser.parse(bytes(exchange, body), () -> UUID.randomUUID().toString());
  }

  private byte[] bytes(Exchange exchange, Object body) {
    if (body instanceof Map<?, ?> map) {
      try {
        return json.writeValueAsBytes(map);
      } catch (JsonProcessingException notJson) {
        throw new IllegalArgumentException("The body is a map that cannot be JSON", notJson);
      }
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    if (bytes == null) {
      throw new IllegalArgumentException(
          "The body is neither a PlacementRequest nor its wire form as text, bytes or map");
    }
    return bytes;
  }
}
