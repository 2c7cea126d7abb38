package org.workbinroutes.sink.mail;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.mail.JavaMailSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.outage.OutageLog;

/**
 * Sends what waits in an outbox: when enough wait, or the oldest waits long enough. A notification
 * leaves the outbox when the mail server took its mail, and not before; a crash in between sends it
 * a second time. While the server takes nothing, it is asked again with growing pauses.
 */
final class Digest {
  private static final Logger LOG = LoggerFactory.getLogger(Digest.class);
  private static final long LARGEST_MAIL_BYTES = 8L * 1024 * 1024;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** An honest server takes a mail in less. */
  private static final Duration SLOW = Duration.ofSeconds(45);

  private final String name;
  private final Outbox outbox;
  private final DigestRule rule;
  private final Letter letter;
  private final JavaMailSender server;
  private final Clock clock;
  private final OutageLog outage;
  private volatile Instant sendingSince;
  private Duration pause = FIRST_PAUSE;
  private Instant notBefore = Instant.MIN;

  /**
   * Makes a digest; nothing is sent before {@link #sendDue}.
   *
   * @param name its name, for the log
   * @param outbox where notifications wait
   * @param rule when a mail is due
   * @param letter writes the mails
   * @param server takes them
   * @param clock tells the time
   */
  Digest(
      String name,
      Outbox outbox,
      DigestRule rule,
      Letter letter,
      JavaMailSender server,
      Clock clock) {
    this.name = name;
    this.outbox = outbox;
    this.rule = rule;
    this.letter = letter;
    this.server = server;
    this.clock = clock;
    this.outage = new OutageLog(LOG, "The mail server of " + name, clock);
  }

  /** Keeps a notification for the next mail; when this returns it is on the disk. */
  void put(Entry entry) throws IOException {
    outbox.put(entry.stored());
  }

  /** Sends all mails that are due. To be called again and again. */
  synchronized void sendDue() {
    if (clock.instant().isBefore(notBefore)) {
      return;
    }
    try {
      while (isDue()) {
        send();
        outage.succeeded();
        pause = FIRST_PAUSE;
      }
    } catch (IOException | MessagingException | RuntimeException failed) {
      notBefore = clock.instant().plus(pause);
      long next = pause.toSeconds();
      outage.failed(
          failed.getClass().getSimpleName(),
          () -> "its notifications wait on disk, next try in " + next + " s");
      LOG.debug("The mail of {} could not be sent", name, failed);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }

  /** {@return why no mail is sent, while none is} */
  Optional<Outage> trouble() {
    Instant since = sendingSince;
    if (since != null && clock.instant().isAfter(since.plus(SLOW))) {
      return Optional.of(new Outage(since, "the mail server has not taken one since then"));
    }
    return outage.current();
  }

  private boolean isDue() throws IOException {
    List<Path> oldest = outbox.oldest(1);
    if (oldest.isEmpty()) {
      return false;
    }
    Instant since = Files.getLastModifiedTime(oldest.get(0)).toInstant();
    return outbox.size() >= rule.most() || !clock.instant().isBefore(since.plus(rule.every()));
  }

  private void send() throws IOException, MessagingException {
    List<Path> files = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    long bytes = 0;
    for (Path file : outbox.oldest(rule.most())) {
      bytes += Files.size(file);
      if (bytes > LARGEST_MAIL_BYTES && !entries.isEmpty()) {
        break;
      }
      entries.add(Entry.read(Files.readString(file)));
      files.add(file);
    }
    sendingSince = clock.instant();
    try {
      server.send(letter.write(server.getSession(), entries));
    } finally {
      sendingSince = null;
    }
    outbox.remove(files);
  }
}
