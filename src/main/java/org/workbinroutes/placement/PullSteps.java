package org.workbinroutes.placement;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.GwsUnknownOutcomeException;
import org.workbinroutes.gws.WorkbinContent;

/**
 * The steps by which a placement's interaction is taken out of its workbin again. The ledger is
 * told when it is out, and not before: until then the placement stands as it did, so that a pull
 * can be asked for again whatever became of the first.
 */
public final class PullSteps {
  /** Exchange property: the request whose interaction is taken out. */
  public static final String REQUEST = "workbinRequest";

  private static final String FAILURE = "workbinPullFailure";

  private final Ledger ledger;

  public PullSteps(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Notes that GWS passed the pull on. */
  public Placement pulled(GwsAnswer answer, @ExchangeProperty(REQUEST) PlacementRequest request) {
    return ledger.pulled(request.requestId(), answer.summary());
  }

  /**
   * Keeps why it is not clear whether the interaction is out.
   *
   * @return the request, for {@code gws:content}
   */
  public PlacementRequest doubt(
      @ExchangeProperty(REQUEST) PlacementRequest request, Exchange exchange) {
    exchange.setProperty(
        FAILURE, exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, GwsException.class));
    return request;
  }

  /**
   * Decides by the workbin's content: what is not in it is out, whoever took it.
   *
   * @throws NotPulledException if it is still in, and GWS said why
   * @throws GwsException if it is still in, and GWS did not answer
   */
  public Placement decide(
      WorkbinContent content,
      @ExchangeProperty(REQUEST) PlacementRequest request,
      @ExchangeProperty(FAILURE) GwsException failure)
      throws NotPulledException {
    if (!content.contains(request.interactionId())) {
      return ledger.pulled(
          request.requestId(), "not in its workbin any more; " + failure.getMessage());
    }
    if (failure instanceof GwsUnknownOutcomeException) {
      throw failure;
    }
    throw new NotPulledException(failure);
  }

  /** GWS refused to take an interaction out of its workbin. */
  public static final class NotPulledException extends Exception {
    private static final long serialVersionUID = 1L;

    NotPulledException(GwsException why) {
      super(why.getMessage(), why);
    }
  }
}
