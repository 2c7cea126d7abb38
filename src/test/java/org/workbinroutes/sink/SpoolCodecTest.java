package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a notification in the spool says of itself besides what GWS sent. */
class SpoolCodecTest {
  private final NotificationCodec json = new NotificationCodec();
  private final SpoolCodec codec = new SpoolCodec(json);

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T12:00:00.123456789Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.5Z",
  })
  void the_time_survives_to_the_nanosecond(Instant heardAt) {
    SpooledNotification spooled =
        new SpooledNotification(
            "a.1",
            heardAt,
            json.read("{\"action\":\"ItemAdded\",\"workbinSpool\":7}"),
            new ConfirmedPlacement("R-1", "http", Map.of("customer", "x")),
            "audit");
    assertThat(codec.read(codec.write(spooled))).isEqualTo(spooled);
  }

  @Test
  void what_an_earlier_version_has_spooled_is_read() {
    SpooledNotification read =
        codec.read(
            "{\"action\":\"ItemAdded\",\"workbinSpool\":{\"id\":\"a.1\","
                + "\"heardAt\":\"2026-11-24T12:00:00.123Z\"}}");
    assertThat(read.id()).isEqualTo("a.1");
    assertThat(read.heardAt()).isEqualTo("2026-11-24T12:00:00.123Z");
  }

  @ParameterizedTest
  @CsvSource({"'\"yesterday\"'", "true", "{}", "1.5"})
  void a_time_that_is_none_is_left_out(String heardAt) {
    SpooledNotification read =
        codec.read("{\"workbinSpool\":{\"id\":\"a.1\",\"heardAt\":" + heardAt + "}}");
    assertThat(read.id()).isEqualTo("a.1");
    assertThat(read.heardAt()).isNull();
  }
}
