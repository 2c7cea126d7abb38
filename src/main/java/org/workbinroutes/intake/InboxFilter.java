package org.workbinroutes.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files and sub-folders of a drop folder are read: what really lies in it, no link, with a
 * plain name; of files those with a known ending and a bounded size. The others stay where they
 * are, untouched, and the log says once why.
 */
public final class InboxFilter implements GenericFileFilter<File> {
  private static final Logger LOG = LoggerFactory.getLogger(InboxFilter.class);

  /** Files still being written, and markers, by the custom of those who write them. */
  private static final Set<String> PASSED_OVER =
      Set.of("done", "tmp", "part", "partial", "filepart", "swp", "crdownload", "camellock");

  private static final int REMEMBERED = 1_000;

  private final long maxBytes;

  /** The refusals that were told: bounded, or a flood of names would fill the memory. */
  private final Map<String, String> told =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * A filter.
   *
   * @param maxBytes the size of the largest file that is read
   */
  public InboxFilter(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean accept(GenericFile<File> file) {
    String name = file.getFileNameOnly();
    // what is hidden is passed over by Camel itself, if it is no folder
    if (name.startsWith(".")
        || (!file.isDirectory() && PASSED_OVER.contains(ending(name).toLowerCase(Locale.ROOT)))) {
      return false;
    }
    Optional<String> refusal = refusal(file);
    refusal.ifPresent(why -> tell(file, why));
    return refusal.isEmpty();
  }

  private Optional<String> refusal(GenericFile<File> file) {
    String name = file.getFileNameOnly();
    if (!PlainNames.isPlain(name)) {
      return Optional.of(PlainNames.RULE);
    }
    if (!file.isDirectory() && FileKind.of(name).isEmpty()) {
      return Optional.of("its name ends in none of " + FileKind.endings() + ": rename it");
    }
    try {
      Path inbox = Path.of(file.getEndpointPath());
      Path path = file.getFile().toPath();
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        return Optional.of("it is a symbolic link: copy the file itself here");
      }
      if (!attributes.isRegularFile() && !attributes.isDirectory()) {
        return Optional.of("it is no plain file");
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
      return Optional.of("it cannot be looked at: " + unreadable.getClass().getSimpleName());
    }
  }

  private void tell(GenericFile<File> file, String why) {
    String name = FieldNames.shown(file.getFileNameOnly());
    if (!why.equals(told.put(name, why))) {
      LOG.warn(
          "The file {} in {} is not read and stays where it is: {}",
          name,
          file.getEndpointPath(),
          why);
    }
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
