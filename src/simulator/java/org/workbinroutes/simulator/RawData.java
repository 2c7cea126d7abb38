package org.workbinroutes.simulator;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Data of a message that goes out as it is, JSON or not. */
public final class RawData {
  private final byte[] bytes;

  private RawData(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Data of any text.
   *
   * @param text goes out in UTF-8
   * @return the data
   */
  public static RawData of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Data of any bytes.
   *
   * @param bytes go out as they are
   * @return the data
   */
  public static RawData of(byte[] bytes) {
    return new RawData(bytes.clone());
  }

  /** What the server's own writer, which freezes each message first, makes of it. */
  @JsonValue
  String placeholder() {
    return "";
  }

  byte[] message(String channel) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        ("{\"channel\":\"" + channel + "\",\"data\":").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(bytes);
    message.write('}');
    return message.toByteArray();
  }
}
