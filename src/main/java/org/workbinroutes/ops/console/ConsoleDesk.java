package org.workbinroutes.ops.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;

/** Answers what the page at {@code /console} asks for beyond what the product tells anyhow. */
public final class ConsoleDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleDesk.class);
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String PROBLEM_URN = "urn:workbinroutes:problem:";

  private final About about;
  private final FlowReader flow;
  private final HealthReader health;
  private final PlacementSearch search;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * A desk.
   *
   * @param about what runs here
   * @param flow knows how things stand
   * @param health knows how the parts are
   * @param search finds placements
   */
  public ConsoleDesk(About about, FlowReader flow, HealthReader health, PlacementSearch search) {
    this.about = about;
    this.flow = flow;
    this.health = health;
    this.search = search;
  }

  /**
   * What runs here.
   *
   * @param version the product's version
   * @param node what this node is called
   */
  public record About(String version, String node) {}

  /**
   * {@code GET /console/api/overview}.
   *
   * @param about what runs here
   * @param flow how everything stands
   */
  public record Overview(About about, Flow flow) {}

  /**
   * {@code GET /console/api/health}.
   *
   * @param parts those that are down first
   */
  public record Health(List<HealthReader.Finding> parts) {}

  /** RFC 9457. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Problem(String type, String title, int status, String detail) {}

  /**
   * {@code GET /console/api/overview}: how everything stands.
   *
   * @param exchange holds the HTTP request
   * @throws Exception if it has a query; {@link #problem} knows what to answer
   */
  public void overview(Exchange exchange) throws Exception {
    requireNoQuery(exchange);
    answer(exchange, 200, JSON, new Overview(about, flow.read()));
  }

  /**
   * {@code GET /console/api/health}: what the parts say of themselves.
   *
   * @param exchange holds the HTTP request
   * @throws Exception if it has a query; {@link #problem} knows what to answer
   */
  public void health(Exchange exchange) throws Exception {
    requireNoQuery(exchange);
    answer(exchange, 200, JSON, new Health(health.findings()));
  }

  /**
   * {@code GET /console/api/placements}: placements by a part of an id or a name.
   *
   * @param exchange holds the HTTP request
   * @throws Exception if its query is wrong or the ledger cannot be read; {@link #problem} knows
   *     what to answer
   */
  public void placements(Exchange exchange) throws Exception {
    answer(exchange, 200, JSON, search.find(ConsoleQuery.read(query(exchange))));
  }

  /**
   * Answers what went wrong.
   *
   * @param exchange holds the exception
   * @throws JsonProcessingException never
   */
  public void problem(Exchange exchange) throws JsonProcessingException {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (cause instanceof IllegalArgumentException wrong) {
      refuse(exchange, 400, "query", "The query cannot be read", wrong.getMessage());
    } else if (cause instanceof Ledger.UnavailableException) {
      refuse(
          exchange,
          503,
          "unavailable",
          "The ledger cannot be read",
          "Nothing is lost; look into the log, and try again");
    } else {
      LOG.warn("A request of the console failed", cause);
      refuse(exchange, 503, "unavailable", "That could not be done", "Look into the log");
    }
  }

  private static String query(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY) instanceof String query
        ? query
        : null;
  }

  private static void requireNoQuery(Exchange exchange) {
    String query = query(exchange);
    if (query != null && !query.isEmpty()) {
      throw new IllegalArgumentException("No query parameters are taken here: remove them");
    }
  }

  private void refuse(Exchange exchange, int status, String type, String title, String detail)
      throws JsonProcessingException {
    answer(exchange, status, PROBLEM_JSON, new Problem(PROBLEM_URN + type, title, status, detail));
  }

  private void answer(Exchange exchange, int status, String contentType, Object json)
      throws JsonProcessingException {
    Message answer = new DefaultMessage(exchange.getContext());
    answer.setBody(mapper.writeValueAsBytes(json));
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    answer.setHeader(Exchange.CONTENT_TYPE, contentType);
    answer.setHeader("Cache-Control", "no-store");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
    exchange.setMessage(answer);
  }
}
