package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The dry run: nothing listens, nothing is there to connect to. */
class SinksCommandTest {
  private static final String CONFIGURATION =
      """
      gws.url = http://gws.invalid:1
      gws.username = u
      gws.password = s3cret-password
      workbin.redact = neverWrite
      workbin.headers.crm.Authorization = Bearer s3cret-header
      workbin.secrets.crm = s3cret-signing-key
      camel.beans.dw.password = s3cret-database
      own.group = Sales

      camel.routeTemplate[audit].templateId = sink
      camel.routeTemplate[audit].to = ndjson:{{workbin.data}}/audit.ndjson

      camel.routeTemplate[crm].templateId = sink
      camel.routeTemplate[crm].to = webhook:https://u:s3cret-user@crm.invalid/hook?headers=crm&apiKey=s3cret-key
      camel.routeTemplate[crm].when = media=chat; group={{own.group}}*
      camel.routeTemplate[crm].format = flat
      camel.routeTemplate[crm].fields = interactionId,userData.caseId,userData.phone,requestId
      camel.routeTemplate[crm].redact = phone

      camel.routeTemplate[vip].templateId = sink
      camel.routeTemplate[vip].to = jms:queue:vip
      camel.routeTemplate[vip].predicate = jsonpath:$..userData[?(@.vip == true)]

      camel.routeTemplate[ours].templateId = sink
      camel.routeTemplate[ours].to = jms:queue:ours
      camel.routeTemplate[ours].when = action=ItemAdded;ours=true

      camel.routeTemplate[default].templateId = sink
      camel.routeTemplate[default].to = bean:notificationLog
      """;
  private static final String SAMPLE =
      """
      {"action":"ItemAdded","agentGroup":"Sales North","chatStateResourceV2":{"id":"i-1",
       "userData":{"caseId":"C-7","phone":"555-1","neverWrite":"MARK"}},"id":"w-1"}
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("application.properties"), CONFIGURATION);
    Files.writeString(folder.resolve("sample.json"), SAMPLE);
  }

  private int run(String... arguments) {
    CommandLine command = WorkbinRoutes.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 3];
    all[0] = "sinks";
    all[1] = "--config";
    all[2] = folder.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return command.execute(all);
  }

  private void replace(String before, String after) throws Exception {
    Files.writeString(
        folder.resolve("application.properties"), CONFIGURATION.replace(before, after));
  }

  @Test
  void lists_the_sinks_without_a_secret() {
    // When
    int code = run();
    // Then
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains(
            """
            audit
              to        ndjson:{{workbin.data}}/audit.ndjson
              when      *
              format    raw
            """)
        .contains("crm.invalid/hook?headers=crm&apiKey=xxxxxx")
        .contains("  when      media=chat; group=Sales*\n  format    flat\n")
        .contains("  redact    phone\n")
        .contains("  predicate jsonpath:$..userData[?(@.vip == true)]\n")
        .contains("  when      no other sink takes it\n")
        .doesNotContain("s3cret");
  }

  @Test
  void programsGetJsonWithoutASecret() throws Exception {
    // When
    int listed = run("--json");
    JsonNode list = new ObjectMapper().readTree(out.toString());
    out.getBuffer().setLength(0);
    int explained = run("--json", "--explain", folder.resolve("sample.json").toString());
    JsonNode explanation = new ObjectMapper().readTree(out.toString());
    // Then
    assertThat(List.of(listed, explained)).containsOnly(0);
    assertThat(list.path("sinks")).hasSize(5);
    assertThat(list.at("/sinks/0/when").asText()).isEqualTo("*");
    assertThat(explanation.at("/sinks/0/takes").asBoolean()).isTrue();
    assertThat(explanation.at("/sinks/2/takes").asBoolean()).isFalse();
    assertThat(explanation.at("/sinks/2/reason").asText()).isEqualTo("another sink does");
    assertThat(list + " " + explanation).doesNotContain("s3cret", "MARK");
  }

  @Test
  void explains_who_takes_a_notification_and_what_each_gets() {
    // When
    int code = run("--explain", folder.resolve("sample.json").toString());
    // Then
    assertThat(code).isZero();
    assertThat(out.toString())
        .startsWith("ItemAdded chat i-1 in w-1@agentGroup:Sales North, not ours\naudit takes it\n")
        .contains(
            "  Content-Type: application/json\n"
                + "  {\"action\":\"ItemAdded\",\"agentGroup\":\"Sales"
                + " North\",\"chatStateResourceV2\":{\"id\":\"i-1\",\"userData\":{\"caseId\":\"C-7\",\"phone\":\"555-1\"}},\"id\":\"w-1\"}\n")
        .contains("crm takes it\n")
        .contains(
            "  Authorization: xxxxxx\n  {\"interactionId\":\"i-1\",\"userData.caseId\":\"C-7\","
                + "\"userData.phone\":null,\"requestId\":null}\n")
        .contains("vip does not take it: jsonpath:$..userData[?(@.vip == true)] does not hold\n")
        .contains("ours does not take it: ours=true does not hold\n")
        .contains("default does not take it: another sink does\n")
        .doesNotContain("MARK")
        .doesNotContain("s3cret");
  }

  @Test
  void a_notification_can_be_taken_for_ours() {
    // When
    int code = run("--ours", "--explain", folder.resolve("sample.json").toString());
    // Then
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains(", ours\n")
        .contains("ours takes it\n")
        .contains("  WorkbinRequestId: sample-request\n");
  }

  @Test
  void says_that_only_the_default_sink_or_none_takes_it() throws Exception {
    // Given
    replace("[audit].to =", "[audit].when = media=tweet\ncamel.routeTemplate[audit].to =");
    Files.writeString(folder.resolve("sample.json"), "{\"messageType\":\"New\"}");
    // When
    int code = run("--explain", folder.resolve("sample.json").toString());
    // Then
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("default takes it\n")
        .contains("crm does not take it: media=chat");
  }

  @Test
  void a_wrong_file_or_configuration_is_told_by_its_name_and_the_exit_code() throws Exception {
    // Given
    Path text = Files.writeString(folder.resolve("no.json"), "{\"phone\":\"555-1\"");
    Path latin = folder.resolve("latin.json");
    Files.write(latin, "{\"a\":\"\u00FC\"}".getBytes(StandardCharsets.ISO_8859_1));
    // Then
    assertThat(run("--explain", folder.resolve("absent.json").toString())).isEqualTo(2);
    assertThat(run("--explain", text.toString())).isEqualTo(2);
    assertThat(run("--explain", latin.toString())).isEqualTo(2);
    replace("media=chat;", "meda=chat;");
    assertThat(run()).isEqualTo(2);
    replace("format = flat", "format = flt");
    assertThat(run()).isEqualTo(2);
    replace("gws.url", "gws.ulr");
    assertThat(run()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("absent.json cannot be read")
        .contains("The message is no notification")
        .contains("latin.json is not written in UTF-8")
        .contains("Sink 'crm': in when=meda=chat")
        .contains("Sink 'crm': format=flt is unknown")
        .contains("did you mean gws.url?")
        .doesNotContain("555-1");
  }
}
