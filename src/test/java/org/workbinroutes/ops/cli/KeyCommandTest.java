package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.BrokerUser;
import org.workbinroutes.ops.config.HttpAccess;
import picocli.CommandLine;

class KeyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aKeyAndTheLineForItAreMade() {
    // When
    int code = run("key", "crm");
    // Then
    String key = after("X-API-Key: ").get(0);
    ApiKey line = ApiKey.parse(after("http.keys = ").get(0));
    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(key).matches("wbr_[A-Za-z0-9_-]{43}");
    assertThat(line).isEqualTo(new ApiKey("crm", ApiKey.hashOf(key), HttpAccess.ALL));
    assertThat(line.toString()).isEqualTo("crm");
  }

  @Test
  void noTwoKeysAreTheSameAndOneCanBeForReading() {
    // When
    run("key", "--read", "dashboard");
    run("key", "--read", "dashboard");
    // Then
    assertThat(after("X-API-Key: ")).hasSize(2).doesNotHaveDuplicates();
    assertThat(ApiKey.parse(after("http.keys = ").get(1)).access()).isEqualTo(HttpAccess.READ);
  }

  @Test
  void aKeyCanBeForPlacingAlone() {
    run("key", "--place", "crm");
    assertThat(ApiKey.parse(after("http.keys = ").get(0)).access()).isEqualTo(HttpAccess.PLACE);
  }

  @Test
  void aPasswordAtTheBrokerAndItsLineAreMade() {
    // When
    int code = run("key", "--broker", "send+dead-letters", "crm");
    // Then
    BrokerUser user = BrokerUser.parse(after("workbin.broker.users = ").get(0));
    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(user.isLogin("crm", after("password: ").get(0))).isTrue();
    assertThat(user.isLogin("crm", "guess")).isFalse();
    assertThat(user).hasToString("crm[send, dead-letters]");
    assertThat(run("key", "--broker", "sned", "crm")).isEqualTo(ExitCodes.CONFIGURATION);
  }

  @Test
  void theLinesCanBePastedIntoTheConfiguration() throws Exception {
    // When
    run("key", "crm");
    // Then
    Properties pasted = new Properties();
    pasted.load(new StringReader(out.toString()));
    assertThat(ApiKey.parse(pasted.getProperty("http.keys")).toString()).isEqualTo("crm");
  }

  @Test
  void programsGetJson() throws Exception {
    // When
    run("key", "--json", "crm");
    // Then
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(ApiKey.parse(json.path("http.keys").asText()))
        .isEqualTo(new ApiKey("crm", ApiKey.hashOf(json.path("key").asText()), HttpAccess.ALL));
  }

  private List<String> after(String prefix) {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  @Test
  void anOddNameIsRefused() {
    assertThat(run("key", "a:b,c")).isEqualTo(ExitCodes.CONFIGURATION);
    assertThat(err.toString()).contains("NAME is 1 to 64 letters");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine line = WorkbinRoutes.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
