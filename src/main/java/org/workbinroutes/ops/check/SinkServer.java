package org.workbinroutes.ops.check;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.workbinroutes.ledger.SqliteLibrary;
import org.workbinroutes.sink.TrialFailedException;

/** Whether the server behind a sink lets us in. No mail is sent, and no statement executed. */
final class SinkServer {
  private SinkServer() {}

  /** Logs in to the mail server, as the endpoint will. */
  static String tryOut(MailEndpoint mail, Duration patience) throws Exception {
    MailConfiguration settings = mail.getConfiguration();
    String server = "mail server " + settings.getHost();
    String key = "mail." + settings.getProtocol() + '.';
    Properties properties = new Properties();
    for (String limit : List.of("connectiontimeout", "timeout", "writetimeout")) {
      properties.setProperty(key + limit, Long.toString(patience.toMillis()));
    }
    if (settings.getAdditionalJavaMailProperties() != null) {
      properties.putAll(settings.getAdditionalJavaMailProperties());
    }
    if (settings.getSslContextParameters() != null) {
      properties.put(
          key + "ssl.socketFactory",
          settings
              .getSslContextParameters()
              .createSSLContext(mail.getCamelContext())
              .getSocketFactory());
    }
    try (Transport transport =
        Session.getInstance(properties).getTransport(settings.getProtocol())) {
      transport.connect(
          settings.getHost(), settings.getPort(), settings.getUsername(), settings.getPassword());
      return server
          + " answers"
          + (settings.getUsername() == null ? ", without a login" : " and lets us in");
    } catch (AuthenticationFailedException refused) {
      throw new TrialFailedException(
          server + " does not let us in", "check username and password in 'to'", refused);
    } catch (MessagingException away) {
      throw new TrialFailedException(
          server + ": " + firstLine(away),
          "check host and port in 'to'; does it run, is a firewall between?",
          away);
    }
  }

  /** Connects, and has the database read the statement: it checks table and columns then. */
  static String tryOut(SqlEndpoint sql) throws Exception {
    SqliteLibrary.loadInstalled();
    String statement =
        new DefaultSqlPrepareStatementStrategy()
            .prepareQuery(
                SqlHelper.resolveQuery(sql.getCamelContext(), sql.getQuery(), "#"), true, null);
    DataSource source = sql.getDataSource();
    try (Connection connection = source.getConnection()) {
      try (PreparedStatement prepared = connection.prepareStatement(statement)) {
        // drivers send the statement to the server when somebody asks for its parameters
        prepared.getParameterMetaData();
      } catch (SQLException refused) {
        throw new TrialFailedException(
            "the database does not take the statement: " + firstLine(refused),
            "make the table, or fix the statement; docs/sinks.md has both",
            refused);
      }
      return connection.getMetaData().getDatabaseProductName() + " takes the statement";
    } catch (SQLException refused) {
      throw new TrialFailedException(
          "the database does not let us in: " + firstLine(refused),
          "check the data source that 'to' names: its URL, username and password",
          refused);
    } finally {
      if (source instanceof AutoCloseable pool) {
        pool.close();
      }
    }
  }

  /** The pool reports that it failed; its cause has the reason. */
  private static String firstLine(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
