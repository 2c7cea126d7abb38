package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.Notification;

class NotificationCodecTest {
  private final NotificationCodec codec = new NotificationCodec();

  @ParameterizedTest
  @ValueSource(strings = {Samples.AGENT_GROUP, Samples.PLACE_GROUP})
  void the_samples_of_the_reference_come_back_letter_by_letter(String sample) {
    // When
    Notification read = codec.read(sample);
    // Then
    assertThat(codec.write(read)).isEqualTo(sample).contains("\"RRequestedSkills\":null");
    assertThat(read.isItemAdded()).isTrue();
    assertThat(read.media()).isEqualTo("chat");
  }

  @Test
  void reads_what_rules_look_at() {
    Notification read = codec.read(Samples.PLACE_GROUP);
    assertThat(read.workbin().kind()).isEqualTo(GroupKind.PLACE_GROUP);
    assertThat(read.workbin().group()).isEqualTo("MyPlaceGroup");
    assertThat(read.interactionId()).isEqualTo("0001BaBFVPR20039");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1,\"a\":2,\"c\":{\"z\":null,\"y\":[]}}",
        "{\"n\":12345678901234567890123.4567890123456789012345678901234567890}",
        "{\"n\":1.10,\"m\":100.0,\"k\":9007199254740993}",
        "{\"t\":\"line\\nfeed \\\"q\\\" \\\\ \\u0000\"}",
        "{\"t\":\"M\u00FCnchen \u5927\u962A \uD83D\uDE00 \u2028\"}",
        "{\"\":{}}",
      })
  void nothing_is_lost_on_the_way(String json) {
    assertThat(codec.write(codec.read(json))).isEqualTo(json).doesNotContain("\n");
  }

  @Test
  void half_a_surrogate_pair_survives_utf8() {
    // Given
    String json = "{\"t\":\"\\uD83D\u00FC\"}";
    // When
    String written = codec.write(codec.read(json));
    // Then
    String back = new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(codec.read(back).body()).isEqualTo(codec.read(json).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"4711 secret\"",
        "{\"secret\":4711",
        "{\"secret\":4711}{}",
        "{\"secret\":NaN}",
        "{secret:1}",
        "secret",
      })
  void what_is_no_notification_is_refused_without_quoting_it(String text) {
    assertThatThrownBy(() -> codec.read(text))
        .isInstanceOf(UnreadableNotificationException.class)
        .hasMessageContaining("a notification is")
        .hasMessageNotContainingAny("secret", "4711")
        .hasNoCause();
  }

  @Test
  void no_text_at_all_is_refused() {
    assertThatThrownBy(() -> codec.read(null)).isInstanceOf(UnreadableNotificationException.class);
  }

  @Test
  void depth_and_digits_are_bounded() {
    String deep = "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}";
    String digits = "{\"a\":" + "9".repeat(1000) + "}";
    assertThatThrownBy(() -> codec.read(deep)).isInstanceOf(UnreadableNotificationException.class);
    assertThatThrownBy(() -> codec.read(digits))
        .isInstanceOf(UnreadableNotificationException.class);
  }

  @Test
  @Timeout(60)
  void sixteen_mebi_characters_are_read_and_one_more_is_not() {
    // Given
    String frame = "{\"userData\":\"\"}";
    String fits =
        "{\"userData\":\"" + "x".repeat(NotificationCodec.MAX_CHARACTERS - frame.length()) + "\"}";
    // When
    String written = codec.write(codec.read(fits));
    // Then
    assertThat(written.equals(fits)).isTrue();
    assertThatThrownBy(() -> codec.read(fits + " "))
        .isInstanceOf(UnreadableNotificationException.class);
  }

  @Test
  void a_number_with_a_huge_exponent_costs_nothing() {
    String json = "{\"referenceId\":1e999999999,\"n\":1e-999999999}";
    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThat(codec.read(codec.write(codec.read(json))).body())
                .isEqualTo(codec.read(json).body()));
  }
}
