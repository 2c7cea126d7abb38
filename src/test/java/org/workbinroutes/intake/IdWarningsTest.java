package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.PlacementRequest;

class IdWarningsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1.23457E+15|looks like a number that a spreadsheet has rounded",
        "1,2E+15|looks like a number that a spreadsheet has rounded",
        "9e-7|looks like a number that a spreadsheet has rounded",
        " id|begins or ends with a blank",
        "id |begins or ends with a blank",
        "id\u00A0|has the invisible character U+00A0 at position 3",
        "i\u200Bd|has the invisible character U+200B at position 2",
        "\uFEFFid|has the invisible character U+FEFF at position 1",
      })
  void namesAnIdThatIsProbablyAnother(String id, String why) {
    // When, Then
    assertThat(IdWarnings.of(request(id)))
        .singleElement()
        .asString()
        .startsWith("interactionId " + why)
        .doesNotContain(id.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001BaBFVPR20035", "12E45", "1.5", "two words", "42", "\u5BA2-1"})
  void saysNothingOfOthers(String id) {
    // When, Then
    assertThat(IdWarnings.of(request(id))).isEmpty();
  }

  @Test
  void looksAtEveryId() {
    // When, Then
    assertThat(
            IdWarnings.of(
                new PlacementRequest(
                    "r ",
                    new GroupWorkbin("w ", GroupKind.PLACE_GROUP, "G "),
                    "i ",
                    null,
                    false,
                    null)))
        .extracting(warning -> warning.substring(0, warning.indexOf(' ')))
        .containsExactly("requestId", "workbinId", "placeGroup", "interactionId");
  }

  private static PlacementRequest request(String interactionId) {
    return new PlacementRequest(
        "r", new GroupWorkbin("w", GroupKind.AGENT_GROUP, "G"), interactionId, null, false, null);
  }
}
