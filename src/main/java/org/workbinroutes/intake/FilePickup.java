package org.workbinroutes.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.OutageLog;

/**
 * Decides when a dropped file is complete, and sees to it that of several nodes that share a folder
 * one takes it. Nothing is waited for: a file that is not ready is looked at again at the next
 * poll.
 *
 * <p>Time is measured here and by the steady clock: that of the machine with the share, or of
 * another node, may be wrong.
 */
public final class FilePickup extends ServiceSupport
    implements GenericFileExclusiveReadLockStrategy<File> {
  /** The exchange property with the lock on the file. */
  static final String LOCK = "workbinFileLock";

  /** The exchange property with the identity of the file when it was locked. */
  static final String IDENTITY = "workbinFileIdentity";

  private static final String MARKER = "workbinFileMarker";
  private static final String NOT_OURS =
      "it belongs to another user in a folder with the sticky bit, so that it cannot be moved away:"
          + " give the folder to the user of this process, or clear the bit (chmod -t)";

  private static final Logger LOG = LoggerFactory.getLogger(FilePickup.class);
  private static final int REMEMBERED = 10_000;
  private static final int BEATS_PER_TIMEOUT = 4;

  private final Readiness readiness;
  private final long minAgeNanos;
  private final Duration lockTimeout;
  private final ProcessMark mark = new ProcessMark();
  private final Sightings files = new Sightings(REMEMBERED);
  private final Sightings locks = new Sightings(REMEMBERED);
  private final Set<FileLock> held = ConcurrentHashMap.newKeySet();
  private final FileProgressRegistry board;
  private volatile Path inbox;
  private volatile int depth = 1;
  private volatile Optional<InboxFilter> filter = Optional.empty();
  private final OutageLog beatLog = new OutageLog(LOG, "Renewing the locks", Clock.systemUTC());
  private ScheduledExecutorService heart;
  private ScheduledFuture<?> beats;

  public FilePickup(
      FileProgressRegistry board, String ready, long minAgeMillis, long lockTimeoutMillis) {
    this.board = board;
    this.readiness = Readiness.of(ready);
    if (minAgeMillis < 0) {
      throw new IllegalArgumentException("minAge is below 0: give milliseconds");
    }
    if (lockTimeoutMillis < 100) {
      throw new IllegalArgumentException("lockTimeout is below 100: give milliseconds");
    }
    this.minAgeNanos = TimeUnit.MILLISECONDS.toNanos(minAgeMillis);
    this.lockTimeout = Duration.ofMillis(lockTimeoutMillis);
  }

  @Override
  public boolean acquireExclusiveReadLock(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
    Path path = Path.of(file.getAbsoluteFilePath());
    Inbox folder = board.watch(exchange.getFromRouteId(), inbox, depth, filter);
    if (!folder.isDue(path)) {
      return false;
    }
    try {
      return take(path, folder, exchange);
    } catch (IOException | RuntimeException failed) {
      folder.block(path, "it cannot be locked: " + FileTrouble.reason(failed), null);
      return false;
    }
  }

  private boolean take(Path path, Inbox folder, Exchange exchange) throws IOException {
    if (!isReady(path, folder)) {
      return false;
    }
    Optional<FileLock> lock = lock(path);
    if (lock.isEmpty()) {
      return false;
    }
    boolean taken = false;
    try {
      taken = begin(path, folder, lock.get(), exchange);
    } finally {
      if (!taken) {
        lock.get().release();
      }
    }
    return taken;
  }

  private boolean begin(Path path, Inbox folder, FileLock lock, Exchange exchange)
      throws IOException {
    // between the look into the folder and the lock, another node may have done the file
    if (!isReady(path, folder)) {
      return false;
    }
    FileIdentity identity = FileIdentity.of(path);
    if (!identity.isSettled(lock.time())) {
      return false;
    }
    if (!FileFolders.canBeMoved(path, lock.path())) {
      folder.block(path, NOT_OURS, null);
      return false;
    }
    files.forget(path);
    held.add(lock);
    exchange.setProperty(LOCK, lock);
    exchange.setProperty(IDENTITY, identity);
    if (readiness == Readiness.MARKER) {
      Path marker = Readiness.markerOf(path);
      exchange.setProperty(MARKER, Files.exists(marker) ? FileIdentity.of(marker) : null);
    }
    return true;
  }

  @Override
  public void releaseExclusiveReadLockOnAbort(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
    release(exchange);
  }

  @Override
  public void releaseExclusiveReadLockOnRollback(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
    release(exchange);
  }

  @Override
  public void releaseExclusiveReadLockOnCommit(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
    if (exchange.getProperty(FileIntake.MOVED) != null) {
      removeMarker(Path.of(file.getAbsoluteFilePath()), exchange);
    }
    release(exchange);
  }

  /** Removes the marker of a file, unless it was written anew for the next file of the name. */
  private static void removeMarker(Path file, Exchange exchange) {
    FileIdentity before = exchange.getProperty(MARKER, FileIdentity.class);
    if (before == null) {
      return;
    }
    Path marker = Readiness.markerOf(file);
    try {
      if (before.equals(FileIdentity.of(marker))) {
        Files.deleteIfExists(marker);
      }
    } catch (NoSuchFileException gone) {
      LOG.debug("The marker {} is gone", marker);
    } catch (IOException failed) {
      LOG.warn("The marker {} stays: {}", marker, FileTrouble.reason(failed));
    }
  }

  @Override
  public void prepareOnStartup(
      GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
    // locks of an earlier life of this node are found dead when their file is looked at
    inbox = Path.of(endpoint.getConfiguration().getDirectory()).toAbsolutePath().normalize();
    depth = endpoint.isRecursive() ? endpoint.getMaxDepth() : 1;
    filter = InboxWatch.filterOf(endpoint);
    try {
      FileFolders.restore(inbox, depth);
    } catch (IOException failed) {
      LOG.warn("{} could not be looked through: {}", inbox, FileTrouble.reason(failed));
    }
  }

  @Override
  public void setTimeout(long timeout) {
    // nothing is waited for
  }

  @Override
  public void setCheckInterval(long checkInterval) {
    // nothing is waited for
  }

  @Override
  public void setReadLockLoggingLevel(LoggingLevel level) {
    // what is not ready is no news
  }

  @Override
  public void setMarkerFiler(boolean markerFile) {
    // the lock is not optional
  }

  @Override
  public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {
    // a lock is taken over when its node is dead, and not before
  }

  @Override
  protected void doStart() {
    heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "workbin-file-locks");
              thread.setDaemon(true);
              return thread;
            });
    long period = Math.max(1, lockTimeout.toMillis() / BEATS_PER_TIMEOUT);
    beats = heart.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    beats.cancel(true);
    heart.shutdownNow();
  }

  private boolean isReady(Path path, Inbox folder) throws IOException {
    FileIdentity identity;
    try {
      identity = FileIdentity.of(path);
    } catch (NoSuchFileException gone) {
      files.forget(path);
      return false;
    }
    return switch (readiness) {
      case RENAME -> true;
      case MARKER ->
          // one that is read again had its marker
          folder.latestRun(path).isPresent()
              || Files.isRegularFile(Readiness.markerOf(path), LinkOption.NOFOLLOW_LINKS);
      case UNCHANGED ->
          files
              .unchangedFor(path, identity.toString())
              .filter(age -> age >= minAgeNanos)
              .isPresent();
    };
  }

  private Optional<FileLock> lock(Path file) throws IOException {
    Path path = FileLock.pathFor(file);
    Optional<FileLock> lock = FileLock.take(path, mark.own());
    if (lock.isPresent()) {
      locks.forget(path);
      return lock;
    }
    Optional<String> content = FileLock.read(path);
    if (content.isEmpty() || !isDead(path, content.get())) {
      return Optional.empty();
    }
    LOG.warn(
        "The lock {} is that of a node that is dead or was silent for {}: it is taken over",
        path,
        lockTimeout);
    removeDeadGuard(FileLock.guardOf(path));
    return FileLock.takeOver(path, content.get(), mark.own());
  }

  private void removeDeadGuard(Path guard) throws IOException {
    Optional<String> content = FileLock.read(guard);
    if (content.isPresent() && isDead(guard, content.get())) {
      Files.deleteIfExists(guard);
    }
  }

  private boolean isDead(Path path, String content) {
    return mark.isDead(FileLock.ownerIn(content))
        || locks
            .unchangedFor(path, content)
            .filter(age -> age >= lockTimeout.toNanos())
            .isPresent();
  }

  private void release(Exchange exchange) {
    FileLock lock = exchange.getProperty(LOCK, FileLock.class);
    if (lock != null) {
      held.remove(lock);
      try {
        lock.release();
      } catch (IOException failed) {
        LOG.warn("The lock {} stays: {}", lock.path(), FileTrouble.reason(failed));
      }
    }
  }

  private void beat() {
    for (FileLock lock : held) {
      try {
        lock.beat();
        beatLog.succeeded();
      } catch (IOException | RuntimeException shareIsAway) {
        beatLog.failed(
            FileTrouble.reason(shareIsAway), () -> "other nodes may take the files over");
      }
    }
  }

  /**
   * What was seen of some paths, and since when. Bounded; a path that does not fit in is not
   * remembered, so that those that were seen first get their turn.
   */
  private static final class Sightings {
    private final int most;
    private final Map<Path, Sighting> byPath = new LinkedHashMap<>();

    Sightings(int most) {
      this.most = most;
    }

    private record Sighting(String look, long since, long last) {}

    /**
     * How long a path has looked the same, in nanoseconds; empty if it is seen for the first time.
     */
    synchronized Optional<Long> unchangedFor(Path path, String look) {
      long now = System.nanoTime();
      Sighting before = byPath.get(path);
      if (before != null && before.look().equals(look)) {
        byPath.put(path, new Sighting(look, before.since(), now));
        return Optional.of(now - before.since());
      }
      if (before != null || makeRoom(now)) {
        byPath.put(path, new Sighting(look, now, now));
      }
      return Optional.empty();
    }

    synchronized void forget(Path path) {
      byPath.remove(path);
    }

    private boolean makeRoom(long now) {
      if (byPath.size() >= most) {
        // files that somebody took away again
        byPath.values().removeIf(seen -> now - seen.last() > TimeUnit.MINUTES.toNanos(10));
      }
      return byPath.size() < most;
    }
  }

  /** How it is known that a dropped file is complete. */
  private enum Readiness {
    /** It has not changed for some time. */
    UNCHANGED,
    /** A file NAME.done lies beside it. */
    MARKER,
    /** It is written under another name, and renamed when it is complete. */
    RENAME;

    /**
     * One by its word.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Readiness of(String word) {
      return Arrays.stream(values())
          .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "ready is none of unchanged, marker, rename: write one of them"));
    }

    static Path markerOf(Path file) {
      return file.resolveSibling(file.getFileName() + ".done");
    }
  }
}
