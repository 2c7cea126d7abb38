package org.workbinroutes.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Which files and sub-folders of a drop folder are read: what really lies in it, no link, with a
 * name that can be shown; of files those with a known ending and a bounded size. The others stay
 * where they are, untouched. The log says once why, and {@code GET /files} as long as they stay.
 */
public final class InboxFilter implements GenericFileFilter<File> {
  /** Files still being written, and markers, by the custom of those who write them. */
  private static final Set<String> PASSED_OVER =
      Set.of("done", "tmp", "part", "partial", "filepart", "swp", "crdownload", "camellock");

  private final long maxBytes;
  private final RefusalLog log;

  public InboxFilter(long maxBytes) {
    this.maxBytes = maxBytes;
    this.log = new RefusalLog(Clock.systemUTC());
  }

  @Override
  public boolean accept(GenericFile<File> file) {
    if (isPassedOver(file.getFileNameOnly(), file.isDirectory())) {
      return false;
    }
    Optional<String> refusal;
    try {
      refusal = refusal(Path.of(file.getEndpointPath()), file.getFile().toPath());
    } catch (InvalidPathException unreadable) {
      refusal =
          Optional.of(
              "its name cannot be read in this process's encoding: rename it, or start with"
                  + " LC_ALL=C.UTF-8");
    }
    refusal.ifPresent(why -> log.refused(file.getEndpointPath(), file.getRelativeFilePath(), why));
    return refusal.isEmpty();
  }

  /** Whether a file is none that anybody expects to be read: hidden, a marker, half written. */
  boolean isPassedOver(Path file) {
    return isPassedOver(file.getFileName().toString(), false);
  }

  /** Whether the files of a sub-folder are read. */
  boolean isRead(Path inbox, Path folder) {
    return !isPassedOver(folder.getFileName().toString(), true) && refusal(inbox, folder).isEmpty();
  }

  /** Why a file or folder is not read; empty if it is. */
  Optional<String> refusal(Path inbox, Path path) {
    String name = path.getFileName().toString();
    if (!FileNames.isReadable(name)) {
      return Optional.of(FileNames.RULE);
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        return Optional.of("it is a symbolic link: copy the file itself here");
      }
      if (!attributes.isRegularFile() && !attributes.isDirectory()) {
        return Optional.of("it is no plain file: take it away");
      }
      if (attributes.isRegularFile() && FileKind.of(name).isEmpty()) {
        return Optional.of("its name ends in none of " + FileKind.endings() + ": rename it");
      }
      if (attributes.isDirectory() && !(Files.isReadable(path) && Files.isWritable(path))) {
        return Optional.of("this process may not list or change the folder: allow it to");
      }
      // the drop folder itself may be a link; nothing below it may
      Path below = inbox.toAbsolutePath().normalize().relativize(path.toAbsolutePath().normalize());
      if (!path.toRealPath().equals(inbox.toRealPath().resolve(below))) {
        return Optional.of("it does not lie in the drop folder");
      }
      if (attributes.isRegularFile() && attributes.size() > maxBytes) {
        return Optional.of(
            "it has "
                + attributes.size()
                + " bytes, and at most "
                + maxBytes
                + " are taken: split it, or raise maxFileSize");
      }
      return Optional.empty();
    } catch (IOException unreadable) {
      return Optional.of("it cannot be looked at: " + FileTrouble.reason(unreadable));
    }
  }

  private static boolean isPassedOver(String name, boolean folder) {
    // those of Microsoft Office begin with ~$, and lie beside a document that is open
    return name.startsWith(".")
        || (!folder
            && (name.startsWith("~$")
                || PASSED_OVER.contains(ending(name).toLowerCase(Locale.ROOT))));
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
