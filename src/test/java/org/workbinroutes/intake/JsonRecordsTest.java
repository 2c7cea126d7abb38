package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.placement.PlacementRequest;

class JsonRecordsTest {
  private static final String GOOD =
      "{\"requestId\":\"r1\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}";
  private static final String LAST = GOOD.replace("r1", "r9");

  @Test
  void aRecordAboveALimitCostsItselfAlone() throws Exception {
    // Given
    String longText = "{\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\"}}";
    String longNumber = "{\"attributes\":{\"a\":" + "1".repeat(150) + "}}";
    String deep = "{\"attributes\":" + "[".repeat(60) + "]".repeat(60) + "}";
    String longName = "{\"" + "n".repeat(300) + "\":1}";
    String large = "{\"attributes\":{\"a\":\"" + "x,]}\\\"".repeat(60_000) + "\"}}";
    String json =
        "[\n" + String.join(",\n", GOOD, longText, longNumber, deep, longName, large, LAST) + "\n]";

    // When
    FileContents contents = FileContents.of(FileFormat.JSON, json);

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r9");
    assertThat(contents.refusals())
        .extracting(refusal -> refusal.line() + " " + refusal.cause().reason())
        .containsExactly("3 MALFORMED", "4 MALFORMED", "5 MALFORMED", "6 MALFORMED", "7 TOO_LARGE");
    assertThat(contents.refusals().get(0).cause().getMessage())
        .contains("a limit is exceeded at line 3, column ");
    assertThat(contents.rejected()).containsExactly(longText, longNumber, deep, longName);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true,", "false,", "null,", "-1.5e+3,"})
  void aRecordAboveTheLimitSpoilsNoOtherWhereverTheLimitCutsIt(String value) throws Exception {
    // Given
    StringBuilder json = new StringBuilder("[").append(GOOD);
    for (int i = 0; i < value.length(); i++) {
      json.append(",\n{\"a\":[")
          .append(" ".repeat(i))
          .append(value.repeat(300_000 / value.length()))
          .append("1]}");
    }
    json.append(",\n").append(LAST).append(']');

    // When
    FileContents contents = FileContents.of(FileFormat.JSON, json.toString());

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r9");
    assertThat(contents.refusals())
        .hasSize(value.length())
        .allMatch(refusal -> refusal.cause().reason() == InvalidRequestException.Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[GOOD,\\n {\"id\":\"i}, LAST]|this is not JSON at line 2, column ",
        "[GOOD,\\n {\"id\" \"i\"},LAST]|this is not JSON at line 2, column 8",
        "[GOOD,\\n LAST|the JSON ends too early at line 2, column ",
        "[GOOD,\\n {\"id\":[|the JSON ends too early at line 2, column ",
        "[GOOD,\\n]|this is not JSON at line 2, column 1: ",
        "[GOOD,,LAST]|this is not JSON at line 1, column ",
        "[,GOOD]|this is not JSON at line 1, column 2: ",
        "[GOOD LAST]|this is not JSON at line 1, column ",
        "[GOOD}|this is not JSON at line 1, column ",
        "[GOOD]\\nx|something follows the JSON at line 2, column 1: ",
        "GOOD\\nLAST|something follows the JSON at line 2, column 1: ",
        "[GOOD, nulll]|this is not JSON at line 1, column ",
        "[GOOD, 1|the JSON ends too early at line 1, column ",
      })
  void whatIsBrokenEndsTheReadingAndSaysWhere(String text, String why) throws Exception {
    // Given
    String json = text.replace("\\n", "\n").replace("GOOD", GOOD).replace("LAST", LAST);

    // When
    FileContents contents = FileContents.of(FileFormat.JSON, json);

    // Then
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .isSubsetOf("r1", "r9")
        .hasSizeLessThanOrEqualTo(2);
    assertThat(contents.failure()).get().asString().startsWith(why);
  }

  @Test
  void aQuoteThatIsMissingIsFoundWhereItIsAndNotCalledALargeRecord() throws Exception {
    // Given
    String json = "[" + GOOD + ",\n{\"id\":\"i},\n" + (GOOD + ",\n").repeat(10_000) + LAST + "]";

    // When
    FileContents contents = FileContents.of(FileFormat.JSON, json);

    // Then
    assertThat(contents.records()).isEqualTo(1);
    assertThat(contents.failure()).get().asString().startsWith("this is not JSON at line ");
  }

  @Test
  void aRecordAboveALimitThatIsBrokenTooEndsTheReading() throws Exception {
    // Given
    String longText = "{\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\",}}";

    // When
    FileContents contents =
        FileContents.of(FileFormat.JSON, "[" + String.join(",\n", GOOD, longText, LAST) + "]");

    // Then
    assertThat(contents.records()).isEqualTo(1);
    assertThat(contents.failure())
        .get()
        .asString()
        .startsWith("this is not JSON at line 2, column ");
  }

  @Test
  void keepsNothingOfARecordWithoutEnd() throws Exception {
    // Given
    InputStream endless = new Endless("[{\"a\":\"".getBytes(UTF_8), 'x', 1L << 30);

    // When
    FileContents contents =
        FileContents.of(FileFormat.JSON, endless, new PlacementRequestParser(1_000), UTF_8);

    // Then
    assertThat(contents.records()).isZero();
    assertThat(contents.failure()).get().asString().contains("ends too early");
  }

  @Test
  void elementsOfEveryKindAreRecords() throws Exception {
    // When
    FileContents contents =
        FileContents.of(FileFormat.JSON, "[1 ,\"a,]\\\"\", true,null , -1.5e3,[{}],{}]");

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.rejected())
        .containsExactly("1", "\"a,]\\\"\"", "true", "null", "-1.5e3", "[{}]", "{}");
  }

  @Test
  void countsLinesAndColumnsFromTheBeginOfTheFile() throws Exception {
    // Given: line ends of every kind, a byte order mark, characters of several bytes
    byte[] json =
        ("\uFEFF\r\n[\r" + GOOD.replace("\"w\"", "\"\u5BA2\u00FC\"") + ", {\"id\":1,\"id\":2}]")
            .getBytes(UTF_8);

    // When
    FileContents contents =
        FileContents.of(
            FileFormat.JSON, new ByteArrayInputStream(json), new PlacementRequestParser(), UTF_8);

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.refusals()).extracting(FileContents.Refusal::line).containsExactly(3L);
  }

  @Test
  void namesTheRequestOfARefusedRecord() throws Exception {
    // When
    FileContents contents =
        FileContents.of(
            FileFormat.JSON, "[" + GOOD.replace("workbinId", "bin") + ",{\"requestId\":7}]");

    // Then
    assertThat(contents.refusals().get(0).cause().requestId()).contains("r1");
    assertThat(contents.refusals().get(1).cause().requestId()).isEmpty();
  }
}
