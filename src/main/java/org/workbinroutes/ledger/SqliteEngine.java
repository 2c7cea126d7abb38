package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.storage.OwnerOnly;

/**
 * A SQLite file of this process alone. A write-ahead log that is synced with each commit: what was
 * committed is there after kill -9 and after a power cut.
 */
final class SqliteEngine implements Engine {
  /** What its URLs begin with. */
  static final String PREFIX = "jdbc:sqlite:";

  /** The byte of an error code that tells the kind of error. */
  private static final int PRIMARY_CODE = 0xff;

  /** Failures of the disk, not of one statement. */
  private static final Set<Integer> CANNOT_GO_ON =
      Set.of(
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_READONLY.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code);

  /** Bytes of a few groups of rows. */
  private static final long LITTLE_ROOM = 1L << 20;

  private final String url;
  private final FileChannel lockFile;

  /**
   * Takes the file.
   *
   * @throws IllegalArgumentException if the URL names no plain file
   * @throws Ledger.UnavailableException if the file cannot be made or another process has it
   */
  SqliteEngine(String url) {
    this.url = url;
    Path file = file(url);
    try {
      Path folder = file.toAbsolutePath().getParent();
      OwnerOnly rights = OwnerOnly.of(folder);
      Files.createDirectories(folder, rights.directory());
      if (!Files.exists(file)) {
        // SQLite gives its other files the permissions of this one
        Files.createFile(file, rights.file());
      }
      this.lockFile =
          FileChannel.open(
              file.resolveSibling(file.getFileName() + ".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              rights.file());
    } catch (IOException e) {
      throw new Ledger.UnavailableException(
          "The ledger " + file + " cannot be made: see that its folder can be written", e);
    }
    if (!isTaken()) {
      close();
      throw new Ledger.UnavailableException(
          "The ledger "
              + file
              + " is used by another process: stop that one, or set workbin.ledger to another file"
              + " or to PostgreSQL, which several nodes can share",
          null);
    }
    SqliteLibrary.load(file);
  }

  private boolean isTaken() {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw new Ledger.UnavailableException("The ledger's lock file cannot be locked", e);
    }
  }

  private static Path file(String url) {
    String file = url.substring(PREFIX.length());
    // Options in the URL could take the safety away again, and each connection to :memory: is
    // another database.
    if (file.isBlank() || file.startsWith(":") || file.startsWith("file:") || file.contains("?")) {
      throw new IllegalArgumentException(
          "workbin.ledger is '" + url + "': give a plain file, for example jdbc:sqlite:data/l.db");
    }
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "workbin.ledger is '" + url + "', which is no file name: " + e.getReason(), e);
    }
  }

  @Override
  public String migrations() {
    return "org/workbinroutes/ledger/sqlite";
  }

  @Override
  public HikariConfig writer() {
    HikariConfig config = config();
    config.addDataSourceProperty("synchronous", "FULL");
    // Where fsync leaves the data in the drive's cache (macOS); elsewhere without effect.
    config.setConnectionInitSql("PRAGMA fullfsync = ON");
    return config;
  }

  @Override
  public HikariConfig readers() {
    HikariConfig config = config();
    config.setConnectionInitSql("PRAGMA query_only = ON");
    return config;
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("busy_timeout", "5000");
    // KiB: the keys of some 100,000 placements
    config.addDataSourceProperty("cache_size", "-16384");
    config.addDataSourceProperty("journal_size_limit", "67108864");
    return config;
  }

  @Override
  public String leftClaims() {
    // No other process has the file: whoever claimed is gone.
    return "owner IS NOT NULL";
  }

  @Override
  public int rowsPerInsert() {
    // A call is no trip to a server: more rows in one make it a tenth slower.
    return 1;
  }

  @Override
  public boolean isRepeatable(SQLException failure) {
    // A tool wrote to the file while this transaction had it open for reading, or still writes.
    return (failure.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  @Override
  public boolean isDown(SQLException failure) {
    return GroupCommit.isLost(failure)
        || CANNOT_GO_ON.contains(failure.getErrorCode() & PRIMARY_CODE);
  }

  @Override
  public Optional<String> shortOfRoom() {
    try {
      long room = Files.getFileStore(file(url).toAbsolutePath().getParent()).getUsableSpace();
      return room >= LITTLE_ROOM
          ? Optional.empty()
          : Optional.of(room / 1024 + " kB are left on the disk of " + file(url));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new Ledger.UnavailableException("The ledger's lock file cannot be closed", e);
    }
  }
}
