package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What holds for whatever stands in a file. */
final class AnyBytes {
  private AnyBytes() {}

  /**
   * Reads bytes as a file.
   *
   * @return how many records it has
   */
  static int check(FileFormat format, byte[] bytes) throws IOException {
    FileContents contents = FileContents.of(format, bytes, UTF_8);
    if (contents.records() == 0) {
      assertThat(contents.failure()).as("a file without a record says why").isPresent();
    }
    for (FileContents.Refusal refusal : contents.refusals()) {
      assertThat(refusal.cause().errors()).isNotEmpty();
      assertThat(refusal.line()).isPositive();
    }
    contents.failure().ifPresent(why -> assertThat(why).isNotBlank());
    return contents.records();
  }
}
