package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonRecordsTest {
  private static final String GOOD =
      "{\"requestId\":\"r1\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}";

  @Test
  void keepsNothingOfALineWithoutEnd() throws Exception {
    // Given
    long gigabyte = 1L << 30;
    InputStream endless =
        new InputStream() {
          private long left = gigabyte;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            int size = (int) Math.min(left, length);
            left -= size;
            return size;
          }
        };
    InputStream in =
        new SequenceInputStream(endless, new ByteArrayInputStream(("\n" + GOOD).getBytes(UTF_8)));

    // When
    List<FileRecord> records = new ArrayList<>();
    try (NdjsonRecords file = new NdjsonRecords(in, 1_000)) {
      file.forEachRemaining(records::add);
    }

    // Then
    PlacementRequestParser parser = new PlacementRequestParser(1_000);
    assertThat(records).hasSize(2);
    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class, () -> records.get(0).parse(parser, "f"));
    assertThat(refused.reason()).isEqualTo(InvalidRequestException.Reason.TOO_LARGE);
    assertThat(records.get(1).line()).isEqualTo(2);
    assertThat(records.get(1).parse(parser, "f").requestId()).isEqualTo("r1");
  }

  @Test
  void takesALineOfJustTheLargestSizeWithItsCarriageReturn() throws Exception {
    // Given
    InputStream in = new ByteArrayInputStream((GOOD + "\r\n" + GOOD + " \r\n").getBytes(UTF_8));
    PlacementRequestParser parser = new PlacementRequestParser(GOOD.length());

    // When
    List<FileRecord> records = new ArrayList<>();
    try (NdjsonRecords file = new NdjsonRecords(in, parser.maxBytes())) {
      file.forEachRemaining(records::add);
    }

    // Then
    assertThat(records.get(0).parse(parser, "f").requestId()).isEqualTo("r1");
    assertThat(
            catchThrowableOfType(
                    InvalidRequestException.class, () -> records.get(1).parse(parser, "f"))
                .reason())
        .isEqualTo(InvalidRequestException.Reason.TOO_LARGE);
  }
}
