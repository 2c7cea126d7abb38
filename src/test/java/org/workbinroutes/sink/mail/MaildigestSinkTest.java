package org.workbinroutes.sink.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.sink.Samples;
import org.workbinroutes.sink.SinkContext;
import org.workbinroutes.sink.SinkFailure;

@Timeout(60)
class MaildigestSinkTest {
  private static final String HOST = "127.0.0.1";

  @TempDir Path directory;
  private GreenMail server;
  private SinkContext sinks;
  private int port;

  @AfterEach
  void stop() {
    if (sinks != null) {
      sinks.close();
    }
    if (server != null) {
      server.stop();
    }
  }

  private void startServer() {
    startServer(ServerSetup.PROTOCOL_SMTP);
  }

  private void startServer(String protocol) {
    server = new GreenMail(new ServerSetup(port, HOST, protocol));
    server.start();
    port =
        (protocol.equals(ServerSetup.PROTOCOL_SMTPS) ? server.getSmtps() : server.getSmtp())
            .getPort();
  }

  private void startSinks(Map<String, String> more) throws Exception {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("workbin.data", directory.toString());
    configuration.put("workbin.mail.desk.server", "smtp://" + HOST + ":" + port);
    configuration.put("workbin.mail.desk.from", "Workbin <workbin@example.com>");
    configuration.put("workbin.mail.desk.to", "desk@example.com");
    configuration.putAll(more);
    sinks = new SinkContext(configuration);
  }

  private static String numbered(int number) {
    return Samples.AGENT_GROUP.replace("0001BaBFVPR20035", "ixn-" + number);
  }

  private void give(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(sinks.give("desk", numbered(i), Map.of()).isFailed()).isFalse();
    }
  }

  /** The interactions of all mails, in their order. */
  private List<String> received() throws Exception {
    List<String> lines = new ArrayList<>();
    for (MimeMessage mail : server.getReceivedMessages()) {
      for (String line : text(mail).split("\r?\n", -1)) {
        if (!line.isBlank()) {
          lines.add(line.replaceAll(".*(ixn-[0-9]+).*", "$1"));
        }
      }
    }
    return lines;
  }

  private static String text(MimeMessage mail) throws Exception {
    return mail.getContent() instanceof MimeMultipart parts
        ? parts.getBodyPart(0).getContent().toString()
        : mail.getContent().toString();
  }

  private static List<String> expected(int to) {
    return IntStream.range(0, to).mapToObj(i -> "ixn-" + i).toList();
  }

  private long waiting() throws Exception {
    Path outbox = directory.resolve("sinks/mail/desk");
    if (!Files.exists(outbox)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(outbox)) {
      return files.count();
    }
  }

  @Test
  void so_many_send_a_mail_at_once_and_the_rest_waits_for_its_time() throws Exception {
    // Given
    startServer();
    startSinks(Map.of("workbin.mail.desk.subject", "Wartek\u00F6rbe"));
    sinks.sink("desk", "maildigest:desk?most=10&every=2s", Map.of());
    // When
    give(0, 25);
    // Then
    await().until(() -> server.getReceivedMessages().length == 2);
    assertThat(received()).isEqualTo(expected(20));
    await().until(() -> server.getReceivedMessages().length == 3);
    assertThat(received()).isEqualTo(expected(25));
    await().until(() -> waiting() == 0);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Wartek\u00F6rbe");
    assertThat(mail.getFrom()[0]).hasToString("Workbin <workbin@example.com>");
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(text(mail)).startsWith("ItemAdded chat ixn-0 in").doesNotContain("TestChatCustomer");
  }

  @Test
  void nothing_is_lost_while_the_server_is_down_nor_over_a_restart() throws Exception {
    // Given
    startServer();
    server.stop();
    startSinks(Map.of());
    sinks.sink("desk", "maildigest:desk?most=3&every=100ms", Map.of());
    give(0, 7);
    assertThat(waiting()).isEqualTo(7);
    sinks.close();
    startSinks(Map.of());
    sinks.sink("desk", "maildigest:desk?most=3&every=100ms", Map.of());
    give(7, 8);
    // When
    startServer();
    // Then
    await().untilAsserted(() -> assertThat(received()).isEqualTo(expected(8)));
    await().until(() -> waiting() == 0);
  }

  @Test
  void what_the_server_does_not_take_to_the_end_is_sent_again() throws Exception {
    // Given
    try (ServerSocket closing = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = closing.getLocalPort();
      startSinks(Map.of());
      sinks.sink("desk", "maildigest:desk?most=1&every=100ms", Map.of());
      give(0, 1);
      // takes the connection and goes
      closing.accept().close();
    }
    // When
    startServer();
    // Then
    await().untilAsserted(() -> assertThat(received()).isEqualTo(expected(1)));
  }

  @ParameterizedTest
  @CsvSource({"smtps, smtps, false", "smtp, smtp, true"})
  void a_server_that_cannot_prove_who_it_is_gets_nothing_and_the_outbox_keeps_it(
      String protocol, String scheme, boolean startTls) throws Exception {
    // Given
    startServer(protocol);
    startSinks(
        Map.of(
            "workbin.mail.desk.server",
            scheme + "://" + HOST + ":" + port,
            "workbin.mail.desk.starttls",
            String.valueOf(startTls)));
    sinks.sink("desk", "maildigest:desk?most=1&every=100ms", Map.of());
    // When
    give(0, 1);
    // Then
    await()
        // the mail server's thread fails when its certificate is refused
        .dontCatchUncaughtExceptions()
        .during(Duration.ofSeconds(2))
        .until(() -> server.getReceivedMessages().length == 0 && waiting() == 1);
  }

  @Test
  void a_server_that_drips_is_left_and_holds_up_no_other_mail() throws Exception {
    // Given
    try (HostileMailServer hostile = new HostileMailServer("2", 20)) {
      startServer();
      startSinks(
          Map.of(
              "workbin.mail.slow.server", "smtp://" + HOST + ":" + hostile.port(),
              "workbin.mail.slow.from", "workbin@example.com",
              "workbin.mail.slow.to", "desk@example.com"));
      sinks.sink("slow", "maildigest:slow?most=1", Map.of());
      sinks.sink("desk", "maildigest:desk?most=1", Map.of());
      // When
      sinks.give("slow", numbered(99), Map.of());
      await().until(() -> hostile.connections() == 1);
      give(0, 1);
      // Then
      await().until(() -> server.getReceivedMessages().length == 1);
      assertThat(hostile.connections()).isEqualTo(1);
      // and with less patience
      MailSettings settings = MailSettings.read(sinks.camel(), "slow");
      assertThatThrownBy(() -> connect(settings, Duration.ofSeconds(1)))
          .hasStackTraceContaining("takes too long");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "220-more\r\n"})
  void an_answer_without_end_is_not_kept(String answer) throws Exception {
    // Given
    try (HostileMailServer hostile = new HostileMailServer(answer.repeat(10_000), 0)) {
      port = hostile.port();
      startSinks(Map.of());
      MailSettings settings = MailSettings.read(sinks.camel(), "desk");
      // When / Then
      assertThatThrownBy(() -> connect(settings, Duration.ofMinutes(5)))
          .hasStackTraceContaining("more than any reply");
    }
  }

  @Test
  void the_health_says_that_a_server_takes_no_mail() throws Exception {
    // Given
    startServer();
    server.stop();
    startSinks(Map.of());
    sinks.sink("desk", "maildigest:desk?most=1", Map.of());
    HealthCheck check = HealthCheckRegistry.get(sinks.camel()).getCheck("mail-desk").orElseThrow();
    assertThat(check.call().getState()).isEqualTo(HealthCheck.State.UP);
    // When
    give(0, 1);
    // Then
    await().until(() -> check.call().getState() == HealthCheck.State.DOWN);
    startServer();
    await().until(() -> check.call().getState() == HealthCheck.State.UP);
  }

  @Test
  void a_mail_goes_over_tls_with_the_same_bounds() throws Exception {
    // Given
    startServer(ServerSetup.PROTOCOL_SMTPS);
    startSinks(Map.of("workbin.mail.desk.server", "smtps://" + HOST + ":" + port));
    JavaMailSender sender = MailSettings.read(sinks.camel(), "desk").sender();
    Session session = sender.getSession();
    session.getProperties().setProperty("mail.smtps.ssl.trust", "*");
    session.getProperties().setProperty("mail.smtps.ssl.checkserveridentity", "false");
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom("workbin@example.com");
    mail.setRecipients(Message.RecipientType.TO, "desk@example.com");
    mail.setText("x");
    // When
    sender.send(mail);
    // Then
    await().until(() -> server.getReceivedMessages().length == 1);
  }

  private static void connect(MailSettings settings, Duration longest) throws Exception {
    try (Transport transport = settings.sender(longest).getSession().getTransport("smtp")) {
      transport.connect(HOST, settings.server().getPort(), null, null);
    }
  }

  @Test
  void a_full_outbox_fails_the_delivery() throws Exception {
    // Given
    startServer();
    server.stop();
    startSinks(Map.of());
    sinks.sink("desk", "maildigest:desk?most=2&limit=2&every=1h", Map.of("retries", "0"));
    give(0, 2);
    // When
    sinks.give("desk", numbered(2), Map.of());
    // Then
    Exchange letter = sinks.deadLetter("desk");
    assertThat(letter.getMessage().getBody()).isEqualTo(numbered(2));
    assertThat(letter.getMessage().getHeader(SinkFailure.REASON, String.class))
        .contains("The outbox is full");
    assertThat(waiting()).isEqualTo(2);
  }

  @Test
  void the_notifications_come_along_if_asked_for() throws Exception {
    // Given
    startServer();
    startSinks(Map.of("workbin.mail.desk.to", "desk@example.com, Lead <lead@example.com>"));
    sinks.sink("desk", "maildigest:desk?most=2&attach=true", Map.of());
    String umlauts = Samples.inAgentGroup("M\u00FCnchen");
    // When
    sinks.give("desk", umlauts, Map.of());
    sinks.give("desk", Samples.PLACE_GROUP, Map.of());
    // Then
    await().until(() -> server.getReceivedMessages().length == 2);
    MimeMultipart parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
    BodyPart lines = parts.getBodyPart(1);
    assertThat(lines.getFileName()).isEqualTo("notifications.ndjson");
    try (InputStream in = lines.getInputStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"))
          .isEqualTo(umlauts + "\n" + Samples.PLACE_GROUP + "\n");
    }
  }

  @Test
  void nothing_of_a_notification_gets_into_the_head_of_the_mail() throws Exception {
    // Given
    startServer();
    startSinks(Map.of());
    sinks.sink("desk", "maildigest:desk?most=1", Map.of());
    // When
    sinks.give(
        "desk",
        Samples.inAgentGroup("x\\r\\nBcc: evil@example.com\\r\\n.\\r\\nRCPT TO:<evil@example.com>"),
        Map.of(
            "To", "evil@example.com",
            "Bcc", "evil@example.com",
            "subject", "forged",
            "mail.smtp.host", "evil.example",
            "CamelMailSubject", "forged"));
    // Then
    await().until(() -> server.getReceivedMessages().length == 1);
    assertThat(server.getReceivedMessagesForDomain("evil@example.com")).isEmpty();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Workbin notifications");
    assertThat(Collections.list(mail.getAllHeaderLines()).toString()).doesNotContain("evil");
    assertThat(text(mail).strip().lines()).hasSize(1);
  }

  @Test
  void nothing_of_a_message_steers_camels_own_mail_component() throws Exception {
    // Given
    startServer();
    startSinks(Map.of());
    sinks.sink(
        "desk",
        "smtp://"
            + HOST
            + ":"
            + port
            + "?to=desk@example.com&from=workbin@example.com&subject=fixed",
        Map.of());
    // When
    Exchange exchange =
        sinks.give(
            "desk",
            Samples.inAgentGroup("x\\r\\n.\\r\\nRCPT TO:<evil@example.com>"),
            Map.of(
                "To", "evil@example.com",
                "cc", "evil@example.com",
                "bcc", "evil@example.com",
                "From", "evil@example.com",
                "Subject", "forged\r\nBcc: evil@example.com",
                "mail.smtp.host", "evil.example",
                "mail.smtp.socketFactory.class", "evil.Factory",
                "CamelMailTo", "evil@example.com"));
    // Then
    assertThat(exchange.isFailed()).isFalse();
    await().until(() -> server.getReceivedMessages().length == 1);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("fixed");
    assertThat(Collections.list(mail.getAllHeaderLines()).toString()).doesNotContain("evil");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server   |                              | workbin.mail.desk.server is missing",
        "server   | mail.example                 | workbin.mail.desk.server is no mail server",
        "server   | smtp://user:pw@mail.example  | workbin.mail.desk.server is no mail server",
        "from     |                              | workbin.mail.desk.from is missing",
        "from     | nobody                       | workbin.mail.desk.from is no mail address",
        "to       | a@example.com, b             | workbin.mail.desk.to is no mail address",
        "to       | a@example.com%nBcc: b@x.org  | workbin.mail.desk.to is no mail address",
        "subject  | a%nBcc: b@x.org              | workbin.mail.desk.subject has a line end",
        "starttls | yes                          | workbin.mail.desk.starttls is true or false",
      })
  void wrong_settings_fail_at_the_start_and_name_the_key(String key, String value, String message)
      throws Exception {
    // Given
    port = 25;
    startSinks(
        Map.of("workbin.mail.desk." + key, value == null ? "" : value.replace("%n", "\r\n")));
    // Then
    assertThatThrownBy(() -> sinks.sink("desk", "maildigest:desk", Map.of()))
        .hasStackTraceContaining(message);
  }

  @Test
  void a_password_is_not_sent_in_the_clear() throws Exception {
    // Given
    startSinks(
        Map.of(
            "workbin.mail.desk.server", "smtp://192.0.2.1:25",
            "workbin.mail.desk.username", "user",
            "workbin.mail.desk.starttls", "false"));
    // Then
    assertThatThrownBy(() -> sinks.sink("desk", "maildigest:desk", Map.of()))
        .hasStackTraceContaining("would be sent in the clear");
  }
}
