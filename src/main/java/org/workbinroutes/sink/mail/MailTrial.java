package org.workbinroutes.sink.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.List;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/**
 * Connects to the mail server, says EHLO, goes over to TLS and logs in as configured. No mail is
 * begun.
 *
 * @param name the mail
 * @param settings its server and login
 */
record MailTrial(String name, MailSettings settings) implements Trial {
  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    String key = "workbin.mail." + name + '.';
    String protocol = settings.server().getScheme();
    String server = settings.server().getHost();
    Session session = settings.sender(patience).getSession();
    for (String limit : List.of("connectiontimeout", "timeout", "writetimeout")) {
      session
          .getProperties()
          .setProperty("mail." + protocol + '.' + limit, Long.toString(patience.toMillis()));
    }
    try (Transport transport = session.getTransport(protocol)) {
      transport.connect(
          server, settings.server().getPort(), settings.username(), settings.password());
      return "mail server "
          + server
          + " answers"
          + (settings.username() == null ? ", without a login" : " and lets us in");
    } catch (AuthenticationFailedException refused) {
      throw new TrialFailedException(
          "mail server " + server + " does not let us in",
          "look at " + key + "username and " + key + "password",
          refused);
    } catch (MessagingException away) {
      throw new TrialFailedException(
          "mail server " + server + ": " + away.getMessage().lines().findFirst().orElse(""),
          "look at " + key + "server and " + key + "starttls; does it run, is a firewall between?",
          away);
    }
  }
}
