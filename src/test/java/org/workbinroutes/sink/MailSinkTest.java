package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Camel's own {@code smtp:} as a sink, and a real server. */
@Timeout(120)
class MailSinkTest {
  private static final String HOST = "127.0.0.1";
  private static final String HEAD =
      "?to=desk@example.com&from=workbin@example.com&subject=Wartek\u00F6rbe";

  private GreenMail server;
  private SinkContext sinks;

  @BeforeEach
  void start() throws Exception {
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, HOST, ServerSetup.PROTOCOL_SMTPS)
            });
    server.start();
    sinks = new SinkContext(Map.of());
  }

  @AfterEach
  void stop() {
    sinks.close();
    server.stop();
  }

  private String smtp() {
    return "smtp://" + HOST + ":" + server.getSmtp().getPort() + HEAD;
  }

  @Test
  void a_mail_has_the_subject_of_the_configuration_and_a_summary() throws Exception {
    // Given
    sinks.sink("desk", smtp(), Map.of("format", "summary"));
    // When
    sinks.give("desk", Samples.inAgentGroup("M\u00FCnchen"), Map.of());
    // Then
    assertThat(sinks.deadLetter("desk")).isNull();
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Wartek\u00F6rbe");
    assertThat(mail.getContentType()).startsWith("text/plain");
    assertThat(mail.getContent().toString().strip())
        .isEqualTo(
            "ItemAdded chat 0001BaBFVPR20035 in"
                + " 6c715fa9-de16-4d23-b07c-cbcb1caf3e07@agentGroup:M\u00FCnchen");
  }

  @Test
  void a_mail_can_have_the_notification_itself() throws Exception {
    // Given
    sinks.sink("desk", smtp(), Map.of());
    String umlauts = Samples.inAgentGroup("M\u00FCnchen");
    // When
    sinks.give("desk", umlauts, Map.of());
    // Then
    assertThat(sinks.deadLetter("desk")).isNull();
    try (var in = server.getReceivedMessages()[0].getInputStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()).isEqualTo(umlauts);
    }
  }

  @Test
  void nothing_of_a_notification_gets_into_the_head_of_the_mail() throws Exception {
    // Given
    sinks.sink("desk", smtp(), Map.of("format", "summary"));
    String forged =
        Samples.inAgentGroup("x\\r\\nBcc: evil@example.com\\r\\n.\\r\\nRCPT TO:<evil@example.com>")
            .replaceFirst(
                "\\{",
                "{\"workbinSpool\":{\"id\":\"1\\\\r\\\\nBcc: evil@example.com\",\"placement\":"
                    + "{\"requestId\":\"1\\\\r\\\\nBcc: evil@example.com\","
                    + "\"source\":\"1\\\\r\\\\nBcc: evil@example.com\"}},");
    // When
    Exchange exchange =
        sinks.give(
            "desk",
            forged,
            Map.of(
                "To", "evil@example.com",
                "cc", "evil@example.com",
                "bcc", "evil@example.com",
                "From", "evil@example.com",
                "Subject", "forged\r\nBcc: evil@example.com",
                "mail.smtp.host", "evil.example",
                "mail.smtp.socketFactory.class", "evil.Factory",
                "CamelMailTo", "evil@example.com",
                "CamelMailSubject", "forged"));
    // Then
    assertThat(exchange.isFailed()).isFalse();
    assertThat(sinks.deadLetter("desk")).isNull();
    assertThat(server.getReceivedMessages()).hasSize(1);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Wartek\u00F6rbe");
    assertThat(Collections.list(mail.getAllHeaderLines()).toString()).doesNotContain("evil");
    assertThat(mail.getContent().toString().strip().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "smtps, ''",
    "smtp, &mail.smtp.starttls.enable=true&mail.smtp.starttls.required=true"
  })
  void a_server_that_cannot_prove_who_it_is_gets_nothing(String scheme, String options)
      throws Exception {
    // Given
    int port = (scheme.equals("smtps") ? server.getSmtps() : server.getSmtp()).getPort();
    sinks.sink("desk", scheme + "://" + HOST + ":" + port + HEAD + options, Map.of("retries", "0"));
    // When
    sinks.give("desk", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(sinks.deadLetter("desk").getMessage().getBody()).isEqualTo(Samples.AGENT_GROUP);
    assertThat(server.getReceivedMessages()).isEmpty();
  }
}
