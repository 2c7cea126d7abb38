package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failures of files and folders in words that say what to look at. */
final class FileTrouble {
  private FileTrouble() {}

  /** The reason of a failure, one short line with the path if it is known. */
  static String reason(Exception failure) {
    if (!(failure instanceof IOException)) {
      return failure.getClass().getSimpleName();
    }
    if (!(failure instanceof FileSystemException file) || file.getFile() == null) {
      return failure.getMessage() == null
          ? failure.getClass().getSimpleName()
          : failure.getMessage();
    }
    return words(file) + ": " + file.getFile();
  }

  private static String words(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something else has this name";
    }
    return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
  }
}
