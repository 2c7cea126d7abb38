package org.workbinroutes.sink.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mail.DefaultAuthenticator;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.apache.camel.component.mail.JavaMailSender;
import org.workbinroutes.sink.OwnKey;

/**
 * A mail server and what mails to it say of themselves, from the keys {@code
 * workbin.mail.<name>.*}. Nothing of it comes from a notification.
 *
 * @param server {@code smtp://host:port} or {@code smtps://host:port}
 * @param startTls whether a plain connection has to become an encrypted one before anything is said
 * @param username the user; null if the server asks for none
 * @param password the password; null if there is none. Never shown
 * @param from the sender
 * @param to the receivers, at least one
 * @param subject the subject
 */
record MailSettings(
    URI server,
    boolean startTls,
    String username,
    String password,
    InternetAddress from,
    List<InternetAddress> to,
    String subject) {
  private static final String TIMEOUT_MILLIS = "30000";

  /** A mail of the largest size over a slow line. */
  private static final Duration LONGEST_CONNECTION = Duration.ofMinutes(5);

  /** The replies to ten thousand receivers would be shorter. */
  private static final long LARGEST_CONVERSATION = 1024L * 1024;

  private static final String DEFAULT_SUBJECT = "Workbin notifications";

  /**
   * Reads the settings.
   *
   * @param context where the configuration is
   * @param name the name
   * @return the settings
   * @throws IllegalArgumentException if one is missing or wrong; the message names the key
   */
  static MailSettings read(CamelContext context, String name) {
    String prefix = "workbin.mail." + name + '.';
    URI server = server(prefix + "server", required(context, prefix + "server"));
    String username = OwnKey.find(context, prefix + "username").orElse(null);
    boolean startTls = startTls(context, prefix + "starttls", server);
    if (username != null && server.getScheme().equals("smtp") && !startTls && !isLocal(server)) {
      throw new IllegalArgumentException(
          prefix
              + "username would be sent in the clear: write smtps://, or leave "
              + prefix
              + "starttls on");
    }
    return new MailSettings(
        server,
        startTls,
        username,
        OwnKey.find(context, prefix + "password").orElse(null),
        addresses(prefix + "from", required(context, prefix + "from")).get(0),
        addresses(prefix + "to", required(context, prefix + "to")),
        subject(
            prefix + "subject", OwnKey.find(context, prefix + "subject").orElse(DEFAULT_SUBJECT)));
  }

  private static URI server(String key, String text) {
    try {
      URI server = new URI(text);
      boolean known = "smtp".equals(server.getScheme()) || "smtps".equals(server.getScheme());
      if (known && server.getHost() != null && server.getUserInfo() == null) {
        return server;
      }
    } catch (URISyntaxException broken) {
      // said below, without the text
    }
    throw new IllegalArgumentException(
        key + " is no mail server: write smtps://mail.example:465 or smtp://mail.example:587");
  }

  private static boolean startTls(CamelContext context, String key, URI server) {
    String text = OwnKey.find(context, key).orElse(Boolean.toString(!isLocal(server)));
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(key + " is true or false");
    }
    return server.getScheme().equals("smtp") && text.equals("true");
  }

  private static boolean isLocal(URI server) {
    try {
      return InetAddress.getByName(server.getHost()).isLoopbackAddress();
    } catch (UnknownHostException elsewhere) {
      return false;
    }
  }

  private static List<InternetAddress> addresses(String key, String text) {
    try {
      InternetAddress[] addresses = InternetAddress.parse(text, true);
      boolean isPlain = addresses.length > 0 && text.chars().noneMatch(Character::isISOControl);
      for (InternetAddress address : addresses) {
        isPlain &= !address.isGroup() && address.getAddress().indexOf('@') > 0;
      }
      if (isPlain) {
        return List.of(addresses);
      }
    } catch (AddressException broken) {
      // said below, without the text
    }
    throw new IllegalArgumentException(
        key + " is no mail address: write desk@example.com, several with a comma between them");
  }

  private static String subject(String key, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(key + " has a line end in it: write it on one line");
    }
    return text;
  }

  private static String required(CamelContext context, String key) {
    return OwnKey.find(context, key)
        .orElseThrow(() -> new IllegalArgumentException("maildigest: " + key + " is missing"));
  }

  /** {@return what sends mails} */
  JavaMailSender sender() {
    return sender(LONGEST_CONNECTION);
  }

  /**
   * Makes what sends mails; every wait has an end, and the server's certificate is checked.
   *
   * @param longest how long a connection may be used
   */
  JavaMailSender sender(Duration longest) {
    String protocol = server.getScheme();
    String prefix = "mail." + protocol + '.';
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty(prefix + "connectiontimeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "timeout", TIMEOUT_MILLIS);
    properties.setProperty(prefix + "writetimeout", TIMEOUT_MILLIS);
    properties.put(
        prefix + "socketFactory", new BoundedSocketFactory(longest, LARGEST_CONVERSATION));
    properties.setProperty(prefix + "socketFactory.fallback", "false");
    properties.setProperty(prefix + "auth", Boolean.toString(username != null));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "starttls.enable", Boolean.toString(startTls));
    properties.setProperty(prefix + "starttls.required", Boolean.toString(startTls));
    DefaultJavaMailSender sender = new DefaultJavaMailSender();
    sender.setJavaMailProperties(properties);
    sender.setProtocol(protocol);
    sender.setHost(server.getHost());
    sender.setPort(server.getPort());
    sender.setAuthenticator(new DefaultAuthenticator(username, password));
    return sender;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "mail by " + server.getHost();
  }
}
