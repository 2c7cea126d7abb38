package org.workbinroutes.intake;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any bytes as a .json file: no crash, no hang, nothing dropped silently. To look for more of them
 * for a minute: {@code JAZZER_FUZZ=1 ./mvnw -o test-compile surefire:test
 * -Dtest=JsonRecordsFuzzTest}. Without JAZZER_FUZZ the inputs in the test resources are replayed,
 * and what was found belongs there.
 */
class JsonRecordsFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsAnyBytes(byte[] bytes) throws Exception {
    AnyBytes.check(FileFormat.JSON, bytes);
  }
}
