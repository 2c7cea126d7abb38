package org.workbinroutes.intake;

import java.util.stream.Stream;

/** Names of groups as people give them, for the tests of all intakes. */
final class GroupNames {
  private GroupNames() {}

  static Stream<String> all() {
    return Stream.of(
        "MyAgentGroup",
        "Support Tier 1",
        "Kunden & Partner",
        "Why?",
        "A > B",
        "Site:Berlin",
        "a/b/../c",
        "100%",
        "%41%2F%00",
        "a+b",
        "Müller Größe",
        "客服一组",
        "サポート",
        "Ünïcödé \uD83D\uDE00",
        "it's \"quoted\"",
        "back\\slash",
        "${body}",
        "{{gws.password}}",
        "a;b,c=d#e",
        "'; DROP TABLE placement; --",
        "?httpMethod=DELETE");
  }
}
