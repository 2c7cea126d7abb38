package org.workbinroutes.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** What comes out of a packed file, within its budget; damage is told in words. */
final class UnpackedInput extends BulkInput {
  private final UnpackedBudget budget;

  UnpackedInput(InputStream in, UnpackedBudget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (ZipException | EOFException damaged) {
      throw damaged();
    }
    if (count > 0) {
      budget.spend(count);
    }
    return count;
  }

  static UnreadableFileException damaged() {
    return new UnreadableFileException(
        "the packed data is damaged or breaks off: pack the file again");
  }
}
