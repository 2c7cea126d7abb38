package org.workbinroutes.intake;

import java.io.IOException;

/** A file that cannot be read on. The message is for people and holds nothing of the content. */
final class UnreadableFileException extends IOException {
  UnreadableFileException(String message) {
    super(message);
  }
}
