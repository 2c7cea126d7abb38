package org.workbinroutes.intake;

import java.io.IOException;

/** A file is left to the next start or to another node, though nothing is wrong with it. */
final class FileLeftException extends IOException {
  FileLeftException(String why) {
    super(why);
  }
}
