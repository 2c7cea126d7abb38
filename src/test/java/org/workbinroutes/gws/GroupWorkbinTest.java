package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupWorkbinTest {
  @ParameterizedTest
  @CsvSource({
    "b1@agentGroup:Sales, b1, AGENT_GROUP, Sales",
    "b1@placeGroup:Hall 2: left, b1, PLACE_GROUP, Hall 2: left",
    "b1@agentGroup:?:2>1, b1, AGENT_GROUP, ?:2>1",
    "b%2C1@agentGroup:50%25+ Müller & Söhne 客服, 'b,1', AGENT_GROUP, 50%+ Müller & Söhne 客服",
  })
  void readsTheFormOfTheConfiguration(String text, String id, GroupKind kind, String group) {
    assertThat(GroupWorkbin.parse(text)).isEqualTo(new GroupWorkbin(id, kind, group));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "b1", "b1@Sales", "b1@team:Sales", "@agentGroup:Sales", "b1@agentGroup:"})
  void saysWhatIsWrongWithAnotherForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupWorkbin.parse(text))
        .withMessageContaining("agentGroup");
  }

  @Test
  void takesAnIdThatIsNoUuid() {
    assertThat(new GroupWorkbin("6c715fa9-de16-4d23-b07c-cbc1caf3e07", GroupKind.AGENT_GROUP, "g"))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a\u0000b", "a\nb", "\ud800", ".", ".."})
  void refusesAnIdThatCannotTravel(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupWorkbin(id, GroupKind.AGENT_GROUP, "g"))
        .withMessageContaining("workbinId");
  }

  @Test
  void refusesAGroupThatIsTooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupWorkbin("b", GroupKind.PLACE_GROUP, "x".repeat(257)))
        .withMessageContaining("placeGroup")
        .withMessageContaining("257");
  }

  @Test
  void writesGroupNamesUnharmedIntoTheUrl() {
    // Given
    GroupWorkbin workbin = new GroupWorkbin("a/b", GroupKind.PLACE_GROUP, "A&B ?:2>1/50%+ü客");
    // When
    String url = WorkbinRequests.content(workbin).pathAndQuery();
    // Then
    assertThat(url)
        .isEqualTo(
            "/api/v2/me/workbins/a%2Fb?subresources=*&placeGroup="
                + "A%26B%20%3F%3A2%3E1%2F50%25%2B%C3%BC%E5%AE%A2");
  }
}
