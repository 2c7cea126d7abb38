package org.workbinroutes.ledger;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;
import org.workbinroutes.storage.OwnerOnly;

/**
 * The native library of the SQLite driver. Left to itself the driver unpacks it into the folder for
 * temporary files, where each process that is killed leaves a megabyte behind, where others write,
 * and where {@code noexec} keeps it from being loaded. The installed product has it as a file in
 * {@code lib/native}. Elsewhere, and on platforms that are not there, it is unpacked beside the
 * ledger, and deleted as soon as it is loaded.
 */
public final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  /** The driver's own properties; of the second the first is overruled. */
  private static final String FOLDER = "org.sqlite.tmpdir";

  private static final String PATH = "org.sqlite.lib.path";

  /** The folder of the installed product, named by its start script. */
  private static final String HOME = "workbinroutes.home";

  private SqliteLibrary() {}

  /**
   * Has the driver load its library, unless it did so before or was told where to find it. If that
   * fails here, the driver tries the folder for temporary files when it is first used.
   */
  public static synchronized void load(Path ledger) {
    if (System.getProperty(FOLDER) != null || System.getProperty(PATH) != null) {
      return;
    }
    Optional<Path> installed = installed();
    Path folder =
        installed.orElseGet(
            () -> ledger.toAbsolutePath().resolveSibling(ledger.getFileName() + ".lib"));
    try {
      if (installed.isEmpty()) {
        Files.createDirectories(folder, OwnerOnly.of(folder).directory());
      }
      // the properties are the process's, which may be somebody else's: set for as long as it takes
      System.setProperty(PATH, folder.toString());
      System.setProperty(FOLDER, folder.toString());
      SQLiteJDBCLoader.initialize();
    } catch (Exception notHere) {
      LOG.debug("The library of SQLite cannot be loaded from {}", folder, notHere);
    } finally {
      System.clearProperty(PATH);
      System.clearProperty(FOLDER);
      if (installed.isEmpty()) {
        delete(folder);
      }
    }
  }

  /**
   * Has the driver load the library of the installed product, for a sink that writes to SQLite
   * while the ledger is elsewhere: the product's driver brings none along.
   */
  public static void loadInstalled() {
    if (installed().isPresent()) {
      load(Path.of(System.getProperty(HOME)));
    }
  }

  /** Where the installed product has the library for this platform. */
  private static Optional<Path> installed() {
    return Optional.ofNullable(System.getProperty(HOME))
        .map(home -> Path.of(home, "lib", "native", OSInfo.getNativeLibFolderPathForCurrentOS()))
        .filter(Files::isDirectory);
  }

  /** What is loaded can be deleted; where it cannot (Windows), the next start does it. */
  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sqlite-*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException inUse) {
      LOG.debug("The folder {} stays until the next start", folder, inUse);
    }
  }
}
