package org.workbinroutes.ops.console;

import java.util.List;
import org.apache.camel.Exchange;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.ops.console.PlacementSearch.Question;
import org.workbinroutes.placement.Ledger;

/** Answers what the page at {@code /console} asks for beyond what the product tells anyhow. */
public final class ConsoleDesk {
  private final About about;
  private final FlowReader flow;
  private final HealthReader health;
  private final PlacementSearch search;

  public ConsoleDesk(About about, FlowReader flow, HealthReader health, PlacementSearch search) {
    this.about = about;
    this.flow = flow;
    this.health = health;
    this.search = search;
  }

  /** What runs here. */
  public record About(String version, String node) {}

  /** {@code GET /console/api/overview}. */
  public record Overview(About about, Flow flow) {}

  /** {@code GET /console/api/health}. */
  public record Health(List<HealthReader.Finding> parts) {}

  /** {@code GET /console/api/overview}: how everything stands. */
  public void overview(Exchange exchange) throws Exception {
    Query.of(exchange.getMessage());
    Answer.json(200, new Overview(about, flow.read())).send(exchange);
  }

  /** {@code GET /console/api/health}: what the parts say of themselves. */
  public void health(Exchange exchange) throws Exception {
    Query.of(exchange.getMessage());
    Answer.json(200, new Health(health.findings())).send(exchange);
  }

  /** {@code GET /console/api/placements}: placements by a part of an id or a name. */
  public void placements(Exchange exchange) throws Exception {
    Question question =
        Question.of(Query.of(exchange.getMessage(), Question.PARAMETERS.toArray(String[]::new)));
    try {
      Answer.json(200, search.find(question)).send(exchange);
    } catch (Ledger.UnavailableException down) {
      throw new ProblemException(
          Problem.of(
              "unavailable",
              "The ledger cannot be read",
              503,
              "Nothing is lost; look into the log, and try again"));
    }
  }
}
