package org.workbinroutes.intake;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Turns a JMS message into a {@link PlacementRequest} and a fresh message, and into a dead letter
 * if it is none. The body is one JSON object, as text or as UTF-8 bytes; a record without a
 * requestId takes the JMSMessageID. Nothing else of the message is read.
 */
public final class JmsIntake {
  private static final Logger LOG = LoggerFactory.getLogger(JmsIntake.class);

  private static final String MESSAGE_ID = "JMSMessageID";
  private static final String ORIGINAL = "workbinOriginal";
  private static final String REASON = "workbinReason";
  private static final String ERROR = "workbinError";

  private final PlacementRequestParser parser;
  private final String source;

  /**
   * An intake.
   *
   * @param parser reads the bodies
   * @param queue the name of the queue, for {@link org.workbinroutes.placement.Placement#source()}
   */
  public JmsIntake(PlacementRequestParser parser, String queue) {
    this.parser = parser;
    this.source = "jms:" + queue;
  }

  /**
   * First step: the request in the place of the message.
   *
   * @param exchange holds the JMS message
   * @throws InvalidRequestException if the body is no placement request
   */
  public void open(Exchange exchange) throws InvalidRequestException {
    Message message = exchange.getMessage();
    String messageId = message.getHeader(MESSAGE_ID, String.class);
    Object body = message.getBody();
    exchange.setProperty(ORIGINAL, body);
    Handover.rebuild(exchange, null);
    exchange.setProperty(Handover.SOURCE, source);
    PlacementRequest request =
        body instanceof byte[] bytes
            ? parser.parse(bytes, () -> messageId)
            : parser.parse((String) body, () -> messageId);
    Handover.begin(exchange, request, source);
  }

  /**
   * Last step: ends well if the placement is settled or on its way.
   *
   * @param exchange holds the placement
   * @throws RefusedPlacementException if the message is to become a dead letter
   * @throws FailedPlacementException if the placement was given up
   */
  public void close(Exchange exchange) throws RefusedPlacementException, FailedPlacementException {
    Handover.end(exchange);
    Handover.rebuild(exchange, null);
  }

  /**
   * What was refused becomes a dead letter: the original body, and why.
   *
   * @param exchange holds the refusal as caught exception
   */
  public void refuse(Exchange exchange) {
    Exception refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Handover.rebuild(exchange, exchange.getProperty(ORIGINAL));
    exchange.getMessage().setHeader(REASON, reason(refusal));
    exchange.getMessage().setHeader(ERROR, refusal.getMessage());
    exchange.getMessage().setHeader(Handover.SOURCE, source);
    LOG.warn("A message of {} was refused as {} and is now a dead letter", source, reason(refusal));
  }

  /**
   * What was given up is gone from the queue: the placement route wrote the dead letter, and the
   * ledger keeps the request. To deliver it again would not place it.
   *
   * @param exchange holds the failure as caught exception
   */
  public void giveUp(Exchange exchange) {
    PlacementRequest request = Handover.request(exchange);
    Handover.rebuild(exchange, null);
    LOG.warn("Request {} of {} was given up and is now a dead letter", request.requestId(), source);
  }

  /**
   * What failed is said once, in short; the broker delivers it again.
   *
   * @param exchange holds the failure as caught exception
   */
  public void fail(Exchange exchange) {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    PlacementRequest request = Handover.request(exchange);
    LOG.warn(
        "A message of {} (request {}) was not placed and goes back to the broker: {}",
        source,
        request == null ? "unread" : request.requestId(),
        failure.getClass().getSimpleName());
    LOG.debug("The cause:", failure);
  }

  private static String reason(Exception refusal) {
    if (refusal instanceof InvalidRequestException invalid) {
      return invalid.reason().name();
    }
    return refusal instanceof RefusedPlacementException refused
        ? refused.reason().name()
        : refusal.getClass().getSimpleName();
  }
}
