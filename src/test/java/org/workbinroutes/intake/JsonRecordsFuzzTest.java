package org.workbinroutes.intake;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Any bytes as a .json file: no crash, no hang, nothing dropped silently.
 *
 * <p>Without {@code JAZZER_FUZZ} the inputs in the test resources are replayed. To look for more
 * for 12 seconds, and have what is found put there:
 *
 * <pre>{@code
 * JAZZER_FUZZ=1 ./mvnw -o test-compile surefire:test -Djazzer.hooks=true -Dtest=JsonRecordsFuzzTest
 * }</pre>
 */
class JsonRecordsFuzzTest {
  @FuzzTest(maxDuration = "12s")
  void readsAnyBytes(byte[] bytes) throws Exception {
    AnyBytes.check(FileFormat.JSON, bytes);
  }
}
