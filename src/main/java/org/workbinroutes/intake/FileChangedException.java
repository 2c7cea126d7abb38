package org.workbinroutes.intake;

import java.io.IOException;

/** A file is not the one whose reading began. */
final class FileChangedException extends IOException {
  FileChangedException() {
    super("the file changed while it was read");
  }
}
