package org.workbinroutes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
  private final HostNames names = new HostNames(List.of("Desk.example", "0.0.0.0"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "127.0.0.1:8080", "10.2.3.4:9876", "[::1]", "[2001:DB8::1]:443", "localhost",
        "LocalHost:1", "localhost.", "desk.example", "DESK.EXAMPLE:8443", "desk.example.", "0.0.0.0"
      })
  void addressesAndOwnNamesAreTaken(String authority) {
    assertThat(names.contain(authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":80",
        "evil.example",
        "evil.example:8080",
        "desk.example.evil.example",
        "evil.desk.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example#127.0.0.1",
        "localhost.evil.example",
        "localhost evil.example",
        "256.0.0.1",
        "1.2.3",
        "0x7f.0.0.1",
        "2130706433",
        "::1",
        "[evil.example]",
        "[::1]evil.example",
        "127.0.0.1,evil.example",
        "127.0.0.1:80:80",
        "127.0.0.1:http",
        "l\u00F6calhost"
      })
  void allElseIsRefused(String authority) {
    assertThat(names.contain(authority)).isFalse();
    assertThat(names.contain(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://desk.example", "desk.example:80", "desk.example/x", "*", ".", ""})
  void aNameIsNothingElse(String text) {
    assertThatThrownBy(() -> HostNames.parse(text)).hasMessageContaining("host names");
  }
}
