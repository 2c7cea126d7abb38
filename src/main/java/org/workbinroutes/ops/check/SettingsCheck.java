package org.workbinroutes.ops.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.Option;

/** Whether the file can be read, what is odd in it, and who else can read it. */
final class SettingsCheck implements Check {
  private static final String PART = "configuration";

  private final Path file;

  /**
   * Makes the check.
   *
   * @param file the configuration file; null if there is none
   */
  SettingsCheck(Path file) {
    this.file = file;
  }

  @Override
  public List<Finding> look(Configuration configuration) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            PART,
            (file == null ? "no file, environment alone" : file.getFileName().toString())
                + " can be read"));
    for (String warning : configuration.warnings()) {
      findings.add(Finding.warning(PART, warning, null));
    }
    readableByOthers(configuration).ifPresent(findings::add);
    return findings;
  }

  /** A secret in a file that everybody of the machine can read. */
  private Optional<Finding> readableByOthers(Configuration configuration) {
    if (file == null || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Optional.empty();
    }
    Optional<String> secret =
        new Secrets(configuration)
            .keys().stream().filter(key -> isTypedInFile(configuration, key)).findFirst();
    try {
      return secret.isPresent()
              && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of(
              Finding.warning(
                  PART,
                  secret.get() + " stands in a file that every user of this machine can read",
                  "chmod 600 "
                      + file.getFileName()
                      + ", or set "
                      + Option.environmentName(secret.get())
                      + " in the environment instead"))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private boolean isTypedInFile(Configuration configuration, String key) {
    return configuration
        .placeOf(key)
        .filter(place -> place.contains(file.getFileName().toString()))
        .isPresent();
  }
}
