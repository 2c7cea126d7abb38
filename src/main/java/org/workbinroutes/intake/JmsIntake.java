package org.workbinroutes.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.Placements;

/**
 * Turns the messages of a transaction into {@link PlacementRequest}s, enters them in the ledger,
 * and makes dead letters of what is refused. When it is done the messages can be acknowledged: each
 * record is in the ledger or is a dead letter. The ledger's requests are placed in the background.
 *
 * <p>Of a message its body is read, its JMSMessageID, JMSExpiration, and, for an answer,
 * JMSReplyTo, JMSCorrelationID, JMSPriority, JMSDeliveryMode and the property {@code reply}.
 * Nothing else of it is.
 */
public final class JmsIntake {
  private static final Logger LOG = LoggerFactory.getLogger(JmsIntake.class);

  /** Refused records of one message that have a dead letter each. */
  private static final int MOST_SINGLE = 100;

  private final JmsRecords records;
  private final JmsEntrance entrance;
  private final JmsAnswers answers;
  private final JmsSender sender;
  private final JmsReplyAddresses replyAddresses;
  private final String source;
  private final String deadLetters;

  /**
   * An intake.
   *
   * @param sender sends the dead letters of what GWS refuses after the acknowledgement
   * @param source {@code jms:} and the name of the queue or topic, see {@link Placement#source()}
   * @param deadLetters {@code queue:} and the name of the queue for what is refused
   * @param replies the names of queues and topics that may be answered to besides temporary ones,
   *     {@code *} standing for any characters, comma separated
   */
  public JmsIntake(
      JmsRecords records,
      Placements placements,
      JmsAnswers answers,
      JmsSender sender,
      String source,
      String deadLetters,
      String replies) {
    this.records = records;
    this.answers = answers;
    this.sender = sender;
    this.source = source;
    this.entrance = new JmsEntrance(placements, source, Clock.systemUTC());
    // the prefixes keep Camel from taking a name of digits for a number
    this.deadLetters = withoutPrefix("queue:", deadLetters);
    this.replyAddresses =
        new JmsReplyAddresses(replies, Set.of(withoutPrefix("jms:", source), this.deadLetters));
  }

  /**
   * First step: has everything entered in the ledger. The new body is the list of the dead letters.
   *
   * @throws JMSException if the broker could not give a message's body
   * @throws InterruptedException if the process is being stopped
   */
  public void open(Exchange exchange) throws JMSException, InterruptedException {
    JmsBatch batch = exchange.getMessage().getBody(JmsBatch.class);
    Handover.rebuild(exchange, null);
    List<Letter> letters = new ArrayList<>(batch.messages().size());
    for (Message message : batch.messages()) {
      letters.add(read(message));
    }
    List<Entered> entered = enter(letters);
    batch.afterAcknowledgement(() -> afterAcknowledgement(letters, entered));
    Map<Letter, List<Entered>> refused =
        entered.stream()
            .filter(one -> one.refusal() != null)
            .collect(
                Collectors.groupingBy(Entered::letter, LinkedHashMap::new, Collectors.toList()));
    List<JmsDeadLetter> dead = new ArrayList<>();
    refused.values().forEach(ofOne -> addDeadLetters(ofOne, dead));
    if (!dead.isEmpty()) {
      LOG.warn(
          "{} records of {} were refused, the first as {}: see the dead letters",
          refused.values().stream().mapToInt(List::size).sum(),
          source,
          dead.get(0).properties().get(JmsDeadLetter.REASON));
    }
    Handover.rebuild(exchange, dead);
  }

  /**
   * A message of a kilobyte can hold a thousand wrong records: most of them share a dead letter.
   */
  private void addDeadLetters(List<Entered> refused, List<JmsDeadLetter> dead) {
    List<Entered> rest = new ArrayList<>();
    int single = 0;
    for (Entered one : refused) {
      // a request may need the id that its dead letter names
      if (one.record().request() != null || single < MOST_SINGLE) {
        dead.add(deadLetter(one, one.refusal()));
        single++;
      } else {
        rest.add(one);
      }
    }
    if (!rest.isEmpty()) {
      dead.add(
          deadLetter(rest.get(0), rest.get(0).refusal())
              .ofMany(rest.stream().map(one -> one.record().original().toString()).toList()));
    }
  }

  /** Puts one dead letter in the place of the message. */
  public void refuse(Exchange exchange) {
    JmsDeadLetter letter = exchange.getMessage().getBody(JmsDeadLetter.class);
    Handover.rebuild(exchange, letter.body());
    letter.properties().forEach(exchange.getMessage()::setHeader);
  }

  private static String withoutPrefix(String prefix, String text) {
    if (!text.startsWith(prefix)) {
      throw new IllegalArgumentException("It should begin with " + prefix);
    }
    return text.substring(prefix.length());
  }

  private Letter read(Message message) throws JMSException {
    String messageId = null;
    long expiration = 0;
    List<JmsRecord> found;
    try {
      messageId = message.getJMSMessageID();
      expiration = message.getJMSExpiration();
      found = records.of(JmsContent.of(message, records.maxBytes()), messageId);
    } catch (JMSException unreadable) {
      // a broker that goes away is one reason; it gives the message again, once
      if (!message.getJMSRedelivered()) {
        throw unreadable;
      }
      found = unreadable(unreadable);
    } catch (RuntimeException unforeseen) {
      // whatever is in it, it must not come back for ever and take others with it
      found = unreadable(unforeseen);
    }
    return new Letter(messageId, expiration, JmsRequester.of(message, replyAddresses), found);
  }

  private List<JmsRecord> unreadable(Exception failure) {
    LOG.error("A message of {} could not be read", source, failure);
    return List.of(
        JmsRecord.refused(
            0,
            "",
            Refusal.invalid(
                InvalidRequestException.Reason.MALFORMED,
                "",
                "the message could not be read: see the log")));
  }

  private List<Entered> enter(List<Letter> letters) throws InterruptedException {
    List<JmsEntrance.Visitor> visitors =
        letters.stream()
            .flatMap(
                letter ->
                    letter.records().stream()
                        .filter(record -> record.refusal() == null)
                        .map(
                            record ->
                                new JmsEntrance.Visitor(record.request(), letter.expiration())))
            .toList();
    Iterator<JmsEntrance.Passage> passages = entrance.enter(visitors).iterator();
    List<Entered> all = new ArrayList<>();
    for (Letter letter : letters) {
      for (JmsRecord record : letter.records()) {
        JmsEntrance.Passage passage = record.refusal() == null ? passages.next() : null;
        all.add(
            passage == null
                ? new Entered(letter, record, record.refusal(), null)
                : new Entered(letter, record, passage.refusal(), passage.taken()));
      }
    }
    return all;
  }

  private void afterAcknowledgement(List<Letter> letters, List<Entered> entered) {
    for (Entered one : entered) {
      if (one.taken() != null) {
        deadLetterIfRejected(one);
      }
    }
    for (Letter letter : letters) {
      if (letter.requester() != null) {
        answers.answer(
            letter.requester(),
            entered.stream()
                .filter(one -> one.letter() == letter)
                .map(one -> new JmsAnswers.Result(one.record(), one.refusal()))
                .toList());
      }
    }
  }

  private void deadLetterIfRejected(Entered one) {
    Ledger.Entry entry = one.taken().entry();
    boolean isOnItsWay =
        entry.kind() == Ledger.Entry.Kind.KNOWN
            && entry.placement().state() == PlacementState.RECEIVED;
    var unused =
        (isOnItsWay ? answers.accepted(one.record().request().requestId()) : one.taken().placed())
            .thenAccept(
                placement -> {
                  if (placement.state() == PlacementState.REJECTED) {
                    sendRejected(one, placement);
                  }
                });
  }

  private void sendRejected(Entered one, Placement placement) {
    JmsDeadLetter letter = deadLetter(one, RefusedPlacementException.rejected(placement).refusal());
    sender.deadLetter(deadLetters, letter.body(), letter.properties());
    LOG.warn("A record of {} was refused as REJECTED and is now a dead letter", source);
  }

  private JmsDeadLetter deadLetter(Entered one, Refusal refusal) {
    return JmsDeadLetter.of(one.record(), refusal, source, one.letter().messageId());
  }

  /** A message that was read. Compared by identity: a message may come twice. */
  private static final class Letter {
    private final String messageId;
    private final long expiration;
    private final JmsRequester requester;
    private final List<JmsRecord> records;

    Letter(String messageId, long expiration, JmsRequester requester, List<JmsRecord> records) {
      this.messageId = messageId;
      this.expiration = expiration;
      this.requester = requester;
      this.records = records;
    }

    String messageId() {
      return messageId;
    }

    long expiration() {
      return expiration;
    }

    /** Null if nobody is to be answered. */
    JmsRequester requester() {
      return requester;
    }

    List<JmsRecord> records() {
      return records;
    }
  }

  /** A record, and what the ledger or we said of it: one of both is null. */
  private record Entered(
      Letter letter, JmsRecord record, Refusal refusal, Placements.Submission taken) {}
}
