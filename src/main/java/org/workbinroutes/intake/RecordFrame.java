package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What stands around records, so that some of them make a file of their format. */
record RecordFrame(byte[] before, byte[] between, byte[] after, ReasonCell reason) {
  /** Writes a reason as the format can carry it. */
  interface ReasonCell {
    byte[] of(String reason);
  }

  /** The frame of a format that has no place for reasons. */
  static RecordFrame of(String before, String between, String after) {
    return new RecordFrame(
        before.getBytes(UTF_8),
        between.getBytes(UTF_8),
        after.getBytes(UTF_8),
        reason -> new byte[0]);
  }
}
