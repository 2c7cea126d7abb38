package org.workbinroutes.storage;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the permissions of everybody but the owner from everything below a folder: from what is
 * there, and from what comes, whoever makes it and whatever the umask is. Java cannot set its
 * umask, and libraries such as the broker and the database make files of their own.
 *
 * <p>The folder itself comes first, so that nobody gets at a new file in the moment before it is
 * seen. Files of other owners are left as they are.
 */
public final class OwnerOnlyFolder {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnlyFolder.class);
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path folder;
  private final AtomicLong failures = new AtomicLong();
  private WatchService watch;

  public OwnerOnlyFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * Makes the folder if it is missing, looks through it, and from now on watches it. Does nothing
   * more where the file system knows no owners.
   *
   * @throws IOException if the folder cannot be made or not be watched
   */
  public synchronized void start() throws IOException {
    OwnerOnly rights = OwnerOnly.of(folder);
    Files.createDirectories(folder, rights.directory());
    if (!rights.posix() || watch != null) {
      return;
    }
    WatchService watching = folder.getFileSystem().newWatchService();
    watch = watching;
    restrictAll(folder, watching);
    if (failures.get() > 0) {
      LOG.warn(
          "{} files or folders in {} are of another owner and keep their permissions",
          failures.get(),
          folder);
    }
    Thread thread = new Thread(() -> follow(watching), "owner-only-folder");
    thread.setDaemon(true);
    thread.start();
  }

  /** Looks through the folder for the last time, and watches it no more. */
  public synchronized void stop() {
    WatchService watching = watch;
    watch = null;
    if (watching == null) {
      return;
    }
    try {
      restrictAll(folder, watching);
      watching.close();
    } catch (IOException e) {
      LOG.debug("The folder {} could not be looked through", folder, e);
    }
  }

  private void follow(WatchService watching) {
    try {
      while (true) {
        WatchKey key = watching.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          // without a name: too much came at once to be told
          Path directory = (Path) key.watchable();
          restrictAll(
              event.context() instanceof Path name ? directory.resolve(name) : directory, watching);
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException stopped) {
      LOG.debug("{} is watched no more", folder);
    } catch (InterruptedException nobodyInterruptsIt) {
      Thread.currentThread().interrupt();
    }
  }

  private void restrictAll(Path start, WatchService watching) {
    try {
      Files.walkFileTree(
          start,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              restrict(directory);
              register(directory, watching);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (!attributes.isSymbolicLink()) {
                restrict(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.debug("{} could not be looked through", start, e);
    }
  }

  private static void register(Path directory, WatchService watching) {
    try {
      WatchKey unused = directory.register(watching, StandardWatchEventKinds.ENTRY_CREATE);
    } catch (IOException e) {
      // it is gone, or the system watches no more: the folders above are closed to others
      LOG.debug("{} is not watched", directory, e);
    }
  }

  /**
   * By its name and never by opening it: a process that closes a file gives up all its locks on it,
   * and SQLite's are among them.
   */
  private void restrict(Path path) {
    try {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      permissions.addAll(Files.getPosixFilePermissions(path));
      if (permissions.retainAll(OWNERS)) {
        Files.setPosixFilePermissions(path, permissions);
      }
    } catch (IOException e) {
      failures.incrementAndGet();
      LOG.debug("{} keeps its permissions", path, e);
    }
  }
}
