package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.placement.PlacementRequest;

class CsvRecordsTest {
  private static final String HEADER = "requestId,workbinId,agentGroup,interactionId";

  @Test
  void readsARowForEachRecord() throws Exception {
    // Given
    String csv =
        """
        requestId,workbinId,agentGroup,placeGroup,id,operationName,saveLAR,attributes.order,attributes.note
        r1,w1,"Sales, ""EU""\",,i1,AddChat,TRUE,4711,"two
        lines"

        r2,w2,,Site,i2,,,,
        """;

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv.replace("\n", "\r\n"));

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.refusals()).isEmpty();
    PlacementRequest first = contents.requests().get(0);
    assertThat(first.workbin().group()).isEqualTo("Sales, \"EU\"");
    assertThat(first.saveLAR()).isTrue();
    assertThat(first.attributes())
        .containsEntry("order", "4711")
        .containsEntry("note", "two\r\nlines");
    PlacementRequest second = contents.requests().get(1);
    assertThat(second.workbin().kind()).isEqualTo(GroupKind.PLACE_GROUP);
    assertThat(second.operation().wireName()).isEqualTo("AddInteraction");
    assertThat(second.attributes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void findsTheSeparatorInTheHeader(String separator) throws Exception {
    // Given
    String csv =
        HEADER.replace(",", separator)
            + "\n"
            + String.join(separator, "r1", "w1", "\"a,b;c\"", "i1")
            + "\n";

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.requests().get(0).workbin().group()).isEqualTo("a,b;c");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void takesTheSeparatorThatTheFirstLineNames(String separator) throws Exception {
    // Given
    String csv =
        "sep="
            + separator
            + "\r\n"
            + HEADER.replace(",", separator)
            + "\r\n"
            + String.join(separator, "r1", "w1", "\"a,b;c|d\"", "i1")
            + "\r\n"
            + separator.repeat(3);

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.refusals()).isEmpty();
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.requests().get(0).workbin().group()).isEqualTo("a,b;c|d");
  }

  @Test
  void namesTheLineThatNamesAnotherSeparator() throws Exception {
    // When
    FileContents contents = FileContents.of(FileFormat.CSV, "sep=:\n" + HEADER + "\nr,w,g,i");

    // Then
    assertThat(contents.failure()).get().asString().contains("line 1: sep= names a separator");
  }

  @ParameterizedTest
  @ValueSource(strings = {";;;", ",,,", " , , , ", "\"\",,\"\",", "   "})
  void passesOverRowsWithoutAnyValue(String row) throws Exception {
    // Given
    String csv = String.join("\n", row, HEADER, "r1,w1,g,i1", row.replace(';', ','), "r2,w1,g,i2");

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.refusals()).isEmpty();
    assertThat(contents.requests()).hasSize(2);
  }

  @Test
  void saysWhichSeparatorItTook() throws Exception {
    // When
    FileContents contents = FileContents.of(FileFormat.CSV, "a;b\n1;2\n");

    // Then
    assertThat(contents.failure()).get().asString().contains("taken was semicolon");
  }

  @Test
  void aTsvIsSeparatedByTabsAlone() throws Exception {
    // Given
    String tsv = "requestId\tworkbinId\tagentGroup\tid\nr1\tw1\ta,b;c\ti1";

    // When
    FileContents contents = FileContents.of(FileFormat.TSV, tsv);
    FileContents commas = FileContents.of(FileFormat.TSV, HEADER + "\nr1,w1,g,i1");

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(commas.failure()).get().asString().contains("there is no column workbinId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void takesEveryKindOfLineEnd(String end) throws Exception {
    // Given
    String csv = String.join(end, HEADER, "r1,w1,g,i1", "", "r2,w1,g,i2", "bad,,g,i3");

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.requests()).hasSize(2);
    assertThat(contents.refusals()).extracting(FileContents.Refusal::line).containsExactly(5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkTellsTheEncoding(String name) throws Exception {
    // Given
    Charset charset = Charset.forName(name);
    byte[] csv = ("\uFEFF" + HEADER + "\r\nr1,w1,Größe 客,i1\r\nr2,,g,i2\r\n").getBytes(charset);

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv, ISO_8859_1);

    // Then
    assertThat(contents.requests().get(0).workbin().group()).isEqualTo("Größe 客");
    assertThat(contents.refusals()).hasSize(1);
  }

  @Test
  void readsTheEncodingItIsTold() throws Exception {
    // Given
    byte[] csv = (HEADER + "\nr1,w1,Größe,i1\n").getBytes(ISO_8859_1);

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv, ISO_8859_1);

    // Then
    assertThat(contents.requests().get(0).workbin().group()).isEqualTo("Größe");
  }

  @Test
  void refusesTheRowInAnotherEncodingAndNamesItsLine() throws Exception {
    // Given
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    csv.writeBytes((HEADER + "\nr1,w1,g,i1\n").getBytes(UTF_8));
    csv.writeBytes("r2,w1,Größe,i1\n".getBytes(ISO_8859_1));
    csv.writeBytes("r3,w1,Größe,i1\n".getBytes(UTF_8));

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv.toByteArray(), UTF_8);

    // Then
    assertThat(contents.requests()).hasSize(2);
    assertThat(contents.refusals().get(0).told())
        .contains("line 3: the text is not UTF-8 at byte 9", "charset")
        .doesNotContain("Gr");
  }

  @Test
  void refusesHalfASurrogatePairInUtf16() throws Exception {
    // Given
    byte[] csv = (HEADER + "\nr1,w1,g,i1\n").getBytes(UTF_16LE);
    byte[] bad = "r2,w1,x,i2\n".getBytes(UTF_16LE);
    bad[12] = 0;
    bad[13] = (byte) 0xd8;

    // When
    FileContents contents =
        FileContents.of(
            FileFormat.CSV, concat(new byte[] {(byte) 0xff, (byte) 0xfe}, csv, bad), UTF_8);

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.refusals().get(0).told()).contains("line 3", "not UTF-16LE");
  }

  @Test
  void refusesUtf32() throws Exception {
    // Given
    byte[] csv = concat(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0}, HEADER.getBytes(UTF_16BE));

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv, UTF_8);

    // Then
    assertThat(contents.failure()).get().asString().contains("UTF-32", "UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "r2,w1,g|line 3 has 3 cells, the header 4: write an empty cell",
        "r2,w1,g,i2,x|line 3 has 5 cells, the header 4: put a cell with a separator",
        "r2,w1,\"g\"x,i2|line 3, column 3: something follows the closing quote",
        "r2,w1,g\"x,i2|line 3, column 3: there is a quote in a cell that does not begin with one",
        "r2,w1,g\u0007,i2|/agentGroup: line 3, column 3: the cell has a control character at"
            + " position 2",
        "r2,w1,,i2|/agentGroup: agentGroup or placeGroup is missing",
        "r2, ,g,i2|workbinId is missing",
        "r2,..,g,i2|/workbinId: workbinId is nothing but dots, which cannot stand in a URL",
      })
  void refusesTheRowThatIsWrongAndNoOther(String row, String why) throws Exception {
    // Given
    String csv = String.join("\n", HEADER, "r1,w1,g,i1", row, "r3,w1,g,i3", "");

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r3");
    assertThat(contents.refusals().get(0).line()).isEqualTo(3);
    assertThat(contents.refusals().get(0).cause().getMessage()).contains(why);
    assertThat(contents.rejected()).containsExactly(row);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "requestId,workbinid,agentGroup,id|line 1, column 2: 'workbinid' is no field of a placement"
            + " request: did you mean 'workbinId'?",
        "workbinId,agentGroup,id,id|line 1, column 4: 'id' stands there twice",
        "workbinId,agentGroup,id,attributes.a,attributes.a|line 1, column 5: 'attributes.a' stands"
            + " there twice",
        "workbinId,agentGroup,id,|line 1, column 4: the column has no name",
        "workbinId,agentGroup,id,attributes.|line 1, column 4: the attribute has no name",
        "workbinId,agentGroup,id,colour|line 1, column 4: 'colour' is no field of a placement"
            + " request: take the column out, or name it attributes.NAME",
        "workbinId,id|there is no column agentGroup or placeGroup",
        "r1,w1,g,i1|the first row names the fields",
      })
  void readsNothingUnderAHeaderThatIsWrong(String header, String why) throws Exception {
    // Given
    String csv = header + "\n" + header.replaceAll("[^,]+", "x") + "\n";

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.records()).isZero();
    assertThat(contents.failure()).get().asString().contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF"})
  void saysThatAFileIsEmpty(String csv) throws Exception {
    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.failure()).get().asString().contains("the file is empty");
  }

  @Test
  void saysThatThereIsNoRow() throws Exception {
    // When
    FileContents contents = FileContents.of(FileFormat.CSV, HEADER + "\n");

    // Then
    assertThat(contents.failure()).get().asString().contains("no row below its header");
  }

  @Test
  void saysWhereAQuoteOpensThatIsNeverClosed() throws Exception {
    // Given
    String csv = HEADER + "\nr1,w1,g,i1\nr2,w1,\"g,i2\nr3,w1,g,i3\n";

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.failure())
        .get()
        .asString()
        .contains("line 3, column 3: the quote that opens there is never closed");
  }

  @Test
  void aQuoteThatTheNextRowClosesTakesBothRowsAlongAndNoOther() throws Exception {
    // Given
    String csv = HEADER + "\nr1,w1,\"g,i1\nr2,w1,\"g\",i2\nr3,w1,g,i3\n";

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, csv);

    // Then
    assertThat(contents.requests()).extracting(PlacementRequest::requestId).containsExactly("r3");
    assertThat(contents.refusals()).hasSize(1);
    assertThat(contents.rejected()).containsExactly("r1,w1,\"g,i1\nr2,w1,\"g\",i2");
  }

  @Test
  void keepsNothingOfAQuoteWithoutEnd() throws Exception {
    // Given
    InputStream endless = new Endless((HEADER + "\nr1,w1,\"").getBytes(UTF_8), 'x', 1L << 30);

    // When
    FileContents contents =
        FileContents.of(FileFormat.CSV, endless, new PlacementRequestParser(1_000), UTF_8);

    // Then
    assertThat(contents.failure())
        .get()
        .asString()
        .contains("line 2, column 3", "not closed within 1000 bytes");
  }

  @Test
  void refusesARowThatIsTooLongAndReadsOn() throws Exception {
    // Given
    String csv = HEADER + "\nr1,w1," + "x".repeat(2_000) + ",i1\nr2,w1,g,i2\n";

    // When
    FileContents contents =
        FileContents.of(
            FileFormat.CSV,
            new ByteArrayInputStream(csv.getBytes(UTF_8)),
            new PlacementRequestParser(1_000),
            UTF_8);

    // Then
    assertThat(contents.requests()).extracting(PlacementRequest::requestId).containsExactly("r2");
    assertThat(contents.refusals().get(0).cause().reason())
        .isEqualTo(InvalidRequestException.Reason.TOO_LARGE);
  }

  @Test
  void rowsMakeTheSameRequestIdsAgainAndOthersElsewhere() throws Exception {
    // Given
    String csv = "workbinId,agentGroup,id\nw,g,i\nw,g,i\n";

    // When
    List<String> first = ids(csv);
    List<String> again = ids(csv);

    // Then
    assertThat(first).hasSize(2).doesNotHaveDuplicates().isEqualTo(again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-32", "ISO-2022-JP", "UTF-7", "IBM037", "nonsense", ""})
  void refusesAnEncodingInWhichSeparatorsCannotBeFound(String name) {
    // When, Then
    assertThatThrownBy(() -> FileReading.charset(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("charset");
  }

  private static List<String> ids(String csv) throws IOException {
    return FileContents.of(FileFormat.CSV, csv).requests().stream()
        .map(PlacementRequest::requestId)
        .toList();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
