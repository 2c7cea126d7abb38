package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextInputTest {
  private static final String CSV = "requestId,workbinId,agentGroup,id\nr1,w,G,i\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BZh91AY|packed by bzip2",
        "\u00FD7zXZ|packed by xz",
        "7z\u00BC\u00AF|packed by 7-Zip",
        "'Rar!\u001A'|packed by RAR",
        "'\u001F\u008B'|packed by gzip: add .gz",
        "%PDF-1.7|a PDF",
        "\u00D0\u00CF\u0011\u00E0|old Office document",
      })
  void namesWhatIsNoText(String head, String what) throws Exception {
    for (FileFormat format : FileFormat.values()) {
      // When
      FileContents contents = FileContents.of(format, (head + CSV).getBytes(ISO_8859_1), UTF_8);

      // Then
      assertThat(contents.records()).isZero();
      assertThat(contents.failure()).get().asString().contains(what);
    }
  }

  @Test
  void namesAWorkbookByWhatIsInIt() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("[Content_Types].xml", new byte[10]);
    entries.put("xl/workbook.xml", new byte[10]);

    // When
    FileContents contents = FileContents.of(FileFormat.CSV, FileTexts.zip(entries), UTF_8);

    // Then
    assertThat(contents.failure()).get().asString().contains("Excel workbook", "CSV UTF-8");
  }

  @Test
  void readsUtf16WithoutMarkIfToldToAndSaysHowElse() throws Exception {
    for (var charset : List.of(UTF_16LE, UTF_16BE)) {
      // When
      byte[] csv = CSV.getBytes(charset);
      FileContents untold = FileContents.of(FileFormat.CSV, csv, UTF_8);
      FileContents told = FileContents.of(FileFormat.CSV, csv, charset);

      // Then
      assertThat(untold.failure())
          .get()
          .asString()
          .contains("UTF-16 without a byte order mark", "set charset to " + charset.name());
      assertThat(told.requests()).hasSize(1);
    }
  }
}
