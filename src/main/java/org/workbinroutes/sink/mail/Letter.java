package org.workbinroutes.sink.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The mail of some notifications. Its head is the configuration's, only its text is theirs. */
final class Letter {
  private static final String UTF_8 = "UTF-8";

  private final MailSettings settings;

  Letter(MailSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes a mail.
   *
   * @param session what it is sent with
   * @param entries the notifications, in their order
   * @return the mail
   * @throws MessagingException if it cannot be written
   */
  MimeMessage write(Session session, List<Entry> entries) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(settings.from());
    mail.setRecipients(Message.RecipientType.TO, settings.to().toArray(new InternetAddress[0]));
    mail.setSubject(settings.subject(), UTF_8);
    // so that nobody's absence is answered to it
    mail.setHeader("Auto-Submitted", "auto-generated");
    String text =
        entries.stream().map(entry -> entry.summary() + "\r\n").collect(Collectors.joining());
    String attached =
        entries.stream()
            .map(Entry::text)
            .filter(line -> !line.isEmpty())
            .map(line -> line + '\n')
            .collect(Collectors.joining());
    if (attached.isEmpty()) {
      mail.setText(text, UTF_8);
    } else {
      mail.setContent(parts(text, attached));
    }
    return mail;
  }

  private static MimeMultipart parts(String text, String attached) throws MessagingException {
    MimeBodyPart summary = new MimeBodyPart();
    summary.setText(text, UTF_8);
    MimeBodyPart lines = new MimeBodyPart();
    lines.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                attached.getBytes(StandardCharsets.UTF_8), "application/x-ndjson")));
    lines.setFileName("notifications.ndjson");
    return new MimeMultipart(summary, lines);
  }
}
