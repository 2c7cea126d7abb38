package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.placement.Backlog;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.Placements;

/**
 * Enters batches in the ledger and tells how they stand. A batch is read to its end before anything
 * of it is entered, and answered when all that is good in it is safe; its requests are placed in
 * the background. The same batch again, with the same Idempotency-Key, is the same batch.
 */
public final class HttpBatches {
  /** Batches that are entered at the same time. */
  private static final int AT_ONCE = 4;

  /** Requests that wait for being placed, above which no batch is taken. */
  private static final long MOST_QUEUED = 1_000_000;

  private static final String BATCH_ID = "batchId";

  private final PlacementRequestParser parser;
  private final Placements placements;
  private final Ledger ledger;
  private final Backlog backlog;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  public HttpBatches(
      PlacementRequestParser parser, Placements placements, Ledger ledger, Backlog backlog) {
    this.placements = placements;
    this.parser = parser;
    this.ledger = ledger;
    this.backlog = backlog;
  }

  /**
   * Enters a batch.
   *
   * @param exchange holds the {@link HttpBatch}, and then the answer
   * @throws Exception if it was not entered; {@link HttpProblems} knows what to answer
   */
  public void enter(Exchange exchange) throws Exception {
    HttpBatch batch = exchange.getMessage().getBody(HttpBatch.class);
    try (InputStream body = batch.body()) {
      Batch entered = known(batch);
      if (entered == null) {
        entered = enter(batch, body);
      }
      ObjectNode json = HttpAnswers.batch(entered, null);
      Answer.json(202, json)
          .header("Location", "/batches/" + HttpAnswers.encoded(entered.batchId()))
          .send(exchange);
    }
  }

  /**
   * {@code GET /batches/batchId}: how a batch stands.
   *
   * @throws ProblemException if there is none; {@link HttpProblems} knows what to answer
   */
  public void find(Exchange exchange) throws ProblemException {
    Message message = exchange.getMessage();
    Query.of(message);
    String id = message.getHeader(BATCH_ID) instanceof String text ? text : "";
    Batch batch =
        ledger
            .findBatch(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            "unknown-batch",
                            "There is no such batch",
                            404,
                            "No batch with this id came in, or it was forgotten with its last"
                                + " placement")));
    Answer.json(200, HttpAnswers.batch(batch, ledger.countsOfBatch(id))).send(exchange);
  }

  /** The batch as it was entered before; null if that is yet to be done. */
  private Batch known(HttpBatch batch) throws ProblemException {
    Optional<Batch> known = ledger.findBatch(batch.batchId());
    if (known.isPresent()) {
      requireSame(known.get(), batch);
    }
    return known.filter(Batch::isComplete).orElse(null);
  }

  private Batch enter(HttpBatch batch, InputStream body)
      throws IOException,
          InterruptedException,
          InvalidRequestException,
          NotTakenInException,
          ProblemException,
          RefusedBatchException {
    if (!slots.tryAcquire()) {
      throw new NotTakenInException(
          "Other batches are being entered; this one was not. Send it again later");
    }
    try {
      long queued = ledger.counts().getOrDefault(PlacementState.RECEIVED, 0L);
      if (queued + batch.records() > MOST_QUEUED) {
        throw new NotTakenInException(
            queued + " requests wait to be placed; the batch was not taken in. Send it later");
      }
      BatchEntry entry = new BatchEntry(placements, ledger, parser, batch);
      FileRecords records = batch.format().records(body, FileReading.ofRecords(parser.maxBytes()));
      while (records.hasNext()) {
        entry.record(records.next());
      }
      if (records.failure().isPresent()) {
        throw new IOException("The batch cannot be read again: " + records.failure().get());
      }
      Batch entered = entry.close();
      requireSame(entered, batch);
      return entered;
    } finally {
      slots.release();
      // what was entered before something failed is good all the same
      backlog.wake();
    }
  }

  private static void requireSame(Batch known, HttpBatch batch) throws ProblemException {
    if (!known.digest().equals(batch.digest())) {
      throw new ProblemException(
          Problem.of(
              "conflict",
              "The Idempotency-Key was used before",
              409,
              "It belongs to another batch: give each batch its own, and repeat one byte by byte"));
    }
  }
}
