package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyValueListTest {
  @Test
  void valuesAreKnownByTheirKey() {
    // When
    Map<String, Object> read =
        KeyValueList.read(
            List.of(
                entry("a", "str", "1"),
                entry("PegAG?:2>1", "int", 2),
                entry("list", "kvlist", List.of(entry("b", "str", null)))));
    // Then
    Map<String, Object> inner = new HashMap<>();
    inner.put("b", null);
    assertThat(read).isEqualTo(Map.of("a", "1", "PegAG?:2>1", 2, "list", inner));
  }

  @Test
  void nothingIsLostOfWhatIsRepeatedOrHasNoKey() {
    // When
    Map<String, Object> read =
        KeyValueList.read(
            List.of(
                entry("a", "str", "1"),
                entry("a", "str", "2"),
                entry("a", "str", "3"),
                "text",
                Map.of("value", "x")));
    // Then
    assertThat(read)
        .isEqualTo(Map.of("a", List.of("1", "2", "3"), "#4", "text", "#5", Map.of("value", "x")));
  }

  @Test
  void aListThatIsNoneStaysAsItIs() {
    assertThat(KeyValueList.read(List.of(entry("a", "kvlist", "text"))))
        .isEqualTo(Map.of("a", "text"));
  }

  private static Map<String, Object> entry(String key, String type, Object value) {
    Map<String, Object> entry = new HashMap<>();
    entry.put("key", key);
    entry.put("type", type);
    entry.put("value", value);
    return entry;
  }
}
