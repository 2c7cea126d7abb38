package org.workbinroutes.ops.check;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.GwsOptions;
import org.workbinroutes.ops.config.Option;
import org.workbinroutes.ops.config.WorkbinOptions;

/** Settings that work and may be dangerous. */
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
    plainHttp(configuration).ifPresent(findings::add);
    readableByOthers(configuration).ifPresent(findings::add);
    if (configuration.get(WorkbinOptions.LEDGER).equals("memory")) {
      findings.add(
          Finding.warning(
              PART,
              "workbin.ledger = memory: a crash loses what is under way, and a request that comes"
                  + " again after it is placed twice",
              "take the line out, or name a PostgreSQL database"));
    }
    if (configuration.get(WorkbinOptions.DYNAMIC_ENDPOINTS).equals("allow")) {
      findings.add(
          Finding.warning(
              PART,
              "workbin.routes.dynamic-endpoints = allow: a route file may let a message choose where"
                  + " it goes",
              "take the line out unless routes of your own need it"));
    }
    return findings;
  }

  private static Optional<Finding> plainHttp(Configuration configuration) {
    URI url = configuration.get(GwsOptions.URL);
    boolean here = Set.of("localhost", "127.0.0.1", "[::1]").contains(url.getHost());
    return "http".equalsIgnoreCase(url.getScheme()) && !here
        ? Optional.of(
            Finding.warning(
                PART,
                "gws.url begins with http: the password and the customers' data cross the network"
                    + " in clear",
                "write https if GWS can be reached so"))
        : Optional.empty();
  }

  /** A secret in a file that everybody of the machine can read. */
  private Optional<Finding> readableByOthers(Configuration configuration) {
    if (file == null || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Optional.empty();
    }
    Optional<Option<?>> secret =
        Catalogue.standard().options().stream()
            .filter(Option::secret)
            .filter(option -> isTypedInFile(configuration, option))
            .findFirst();
    try {
      return secret.isPresent()
              && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of(
              Finding.warning(
                  PART,
                  secret.get().key() + " stands in a file that every user of this machine can read",
                  "chmod 600 "
                      + file.getFileName()
                      + ", or set "
                      + secret.get().environmentName()
                      + " in the environment instead"))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private boolean isTypedInFile(Configuration configuration, Option<?> option) {
    return configuration
        .placeOf(option.key())
        .filter(place -> place.contains(file.getFileName().toString()))
        .isPresent();
  }
}
