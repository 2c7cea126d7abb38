package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What stands around records, so that some of them make a file of their format.
 *
 * @param before the first record
 * @param between two records
 * @param after the last record
 */
record RecordFrame(byte[] before, byte[] between, byte[] after) {
  static RecordFrame of(String before, String between, String after) {
    return new RecordFrame(before.getBytes(UTF_8), between.getBytes(UTF_8), after.getBytes(UTF_8));
  }
}
