package org.workbinroutes.intake;

import java.io.File;
import java.util.Comparator;
import org.apache.camel.component.file.GenericFile;

/** In which order the files of a folder are read. */
public final class FileOrder implements Comparator<GenericFile<File>> {
  private static final Comparator<GenericFile<File>> BY_NAME =
      Comparator.comparing(GenericFile::getRelativeFilePath);

  private final Comparator<GenericFile<File>> order;

  public FileOrder(String word) {
    this.order =
        switch (word) {
          case "name" -> BY_NAME;
          case "time" ->
              Comparator.<GenericFile<File>>comparingLong(GenericFile::getLastModified)
                  .thenComparing(BY_NAME);
          default ->
              throw new IllegalArgumentException("order is neither name nor time: write one");
        };
  }

  @Override
  public int compare(GenericFile<File> one, GenericFile<File> other) {
    return order.compare(one, other);
  }
}
