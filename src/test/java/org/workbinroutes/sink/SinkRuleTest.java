package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.Notification;

class SinkRuleTest {
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "*                                                | true",
        "action=ItemAdded                                 | true",
        "action = itemadded                               | true",
        "ACTION=ItemAdded;                                | true",
        "action=ItemRemoved                               | false",
        "action=ItemRemoved,ItemAdded                     | true",
        "action=Item*                                     | true",
        "action!=ItemRemoved                              | true",
        "action!=Item*                                    | false",
        "action!=ItemRemoved, ItemAdded                   | false",
        "messageType=WorkbinStateChangeMessage            | true",
        "messageType=*Subscription*                       | false",
        "media=chat,email; group=Sales*                   | false",
        "media=chat,email; group=My*Group                 | true",
        "media=chat; media!=email                         | true",
        "media=\"\"                                       | false",
        "media!=\"\"                                      | true",
        "groupKind=agentGroup                             | true",
        "groupKind=placegroup                             | false",
        "groupKind!=placeGroup                            | true",
        "group=MyAgentGroup                               | true",
        "group=myagentgroup                               | false",
        "group=My?gentGroup                               | true",
        "group=\"My?gentGroup\"                           | false",
        "group=MyAgentGroup?                              | false",
        "group=MyAgentGroup*                              | true",
        "group=*a*a*a*a*a*a*a*a*a*b                       | false",
        "workbin=6c71*                                    | true",
        "workbin=6C71*                                    | false",
        "ours=false                                       | true",
        "ours=TRUE                                        | false",
        "ours!=true                                       | true",
        "workbin=6c715fa9-de16-4d23-b07c-cbcb1caf3e07     | true",
        "action=ItemAdded; media=chat; groupKind=agentGroup; group=My*; workbin=6c71* | true",
      })
  void decides_about_the_sample_of_the_reference(String when, boolean taken) {
    // Given
    Notification sample = new NotificationCodec().read(Samples.AGENT_GROUP);
    // When
    SinkRule rule = SinkRule.parse("audit", when);
    // Then
    assertThat(rule.takes(spooled(sample))).isEqualTo(taken);
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "group=Sales North                 | Sales North",
        "group= Sales North ,Other         | Sales North",
        "group=R&D                         | R&D",
        "group=?:2>1                       | ?:2>1",
        "group=\"?:2>1\"                   | ?:2>1",
        "group=a/b                         | a/b",
        "group=100%                        | 100%",
        "group=C++                         | C++",
        "group=M\u00FCnchen                | M\u00FCnchen",
        "group=M?nchen                     | M\u00FCnchen",
        "group=\u5927\u962A*               | \u5927\u962A\u30B5\u30DD\u30FC\u30C8",
        "group=x?y                         | x\uD83D\uDE00y",
        "group=\"Sales, intern\"           | Sales, intern",
        "group=Sales\\, intern             | Sales, intern",
        "group=\"a;b\"                     | a;b",
        "group=a\\;b                       | a;b",
        "group=\"Sales, \"*                | Sales, north",
        "group=\"a\\\"b\"                  | a\"b",
        "group=a\\\\b                      | a\\b",
        "group=\\*                         | *",
        "group=\"group=x\"                | group=x",
        "group=a=b                         | a=b",
        "group=a!b                         | a!b",
        "group=\"!x\"                      | !x",
        "group=${header.x}{{secret}}       | ${header.x}{{secret}}",
      })
  void matches_hostile_group_names_as_they_are(String when, String group) {
    assertThat(SinkRule.parse("audit", when).takes(spooled(inGroup(group)))).isTrue();
    assertThat(
            SinkRule.parse("audit", when.replaceFirst("group=", "group!="))
                .takes(spooled(inGroup(group))))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "group=\"Sales*\"    | Sales North",
        "group=\"Sales, \"   | Sales,",
        "group=x?y           | xy",
        "group=\\*           | anything",
      })
  void does_not_match_what_only_looks_alike(String when, String group) {
    assertThat(SinkRule.parse("audit", when).takes(spooled(inGroup(group)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "*", " * "})
  void an_empty_rule_takes_everything(String when) {
    assertThat(SinkRule.parse("audit", when).takes(spooled(Notification.of(Map.of())))).isTrue();
    assertThat(SinkRule.parse("audit", null).takes(spooled(Notification.of(Map.of())))).isTrue();
  }

  @Test
  void a_field_that_is_not_there_is_an_empty_text() {
    Notification nothing = Notification.of(Map.of("messageType", "NewFangledMessage"));
    assertThat(SinkRule.parse("audit", "media=\"\"").takes(spooled(nothing))).isTrue();
    assertThat(SinkRule.parse("audit", "media=chat").takes(spooled(nothing))).isFalse();
    assertThat(SinkRule.parse("audit", "media!=chat").takes(spooled(nothing))).isTrue();
    assertThat(SinkRule.parse("audit", "group=*").takes(spooled(nothing))).isTrue();
  }

  @Test
  void what_confirms_a_placement_is_ours() {
    // Given
    SpooledNotification ours =
        new SpooledNotification(
            "1",
            null,
            new NotificationCodec().read(Samples.AGENT_GROUP),
            new ConfirmedPlacement("order-4711", "http", null),
            null);
    // When
    SinkRule rule = SinkRule.parse("audit", "action=ItemAdded; ours=true");
    // Then
    assertThat(rule.takes(ours)).isTrue();
    assertThat(SinkRule.parse("audit", "ours=false").takes(ours)).isFalse();
  }

  @ParameterizedTest(name = "{0} fails first")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "media=email                                 | media=email",
        "action=ItemAdded; media=email ; group=x     | media=email",
        "action=ItemAdded;group!=\"a;b\",My*;media=x  | group!=\"a;b\",My*",
      })
  void tells_which_condition_fails_first(String when, String condition) {
    // Given
    SpooledNotification sample = spooled(new NotificationCodec().read(Samples.AGENT_GROUP));
    // When
    SinkRule rule = SinkRule.parse("audit", when);
    // Then
    assertThat(rule.firstThatFails(sample)).hasValue(condition);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "grup=Sales            | the key 'grup' is unknown: did you mean 'group'?",
        "colour=red            | the keys are action, messageType, media, groupKind, group, workbin, ours",
        "action                | 'action' is no condition: write action=pattern",
        "=chat                 | the key '' is unknown",
        "media=chat;;          | '' is no condition: write key=pattern",
        "media=chat,           | 'media' has an empty pattern: write media=\"\"",
        "media=                | 'media' has an empty pattern",
        "media=!chat           | write media!=... to exclude",
        "media!chat            | 'media' is no condition",
        "group=\"Sales         | a double quote in 'group' is not closed",
        "group=Sales\\         | 'group' ends with a backslash",
        "groupKind=agentGruop  | 'groupKind' cannot be 'agentGruop': did you mean 'agentGroup'?",
        "ours=yes              | 'ours' cannot be 'yes': write true or false",
        "our=true              | the key 'our' is unknown: did you mean 'ours'?",
        "groupKind=agents      | write agentGroup or placeGroup",
        "media=chat, group=x   | 'group=' stands after a comma: separate conditions by ';'",
        "media=chat, group!=x  | 'group=' stands after a comma",
      })
  void a_wrong_rule_names_the_sink_the_key_and_the_remedy(String when, String message) {
    assertThatThrownBy(() -> SinkRule.parse("audit", when))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Sink 'audit': in when=")
        .hasMessageContaining(message);
  }

  private static SpooledNotification spooled(Notification notification) {
    return new SpooledNotification("1", null, notification, null, null);
  }

  private static Notification inGroup(String group) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", "6c71");
    body.put("agentGroup", group);
    return Notification.of(body);
  }
}
