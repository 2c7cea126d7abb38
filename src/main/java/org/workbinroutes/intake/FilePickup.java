package org.workbinroutes.intake;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
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

  private static final Logger LOG = LoggerFactory.getLogger(FilePickup.class);
  private static final int REMEMBERED = 10_000;
  private static final int BEATS_PER_TIMEOUT = 4;

  private final FileReadiness readiness;
  private final long minAgeNanos;
  private final Duration lockTimeout;
  private final ProcessMark mark = new ProcessMark();
  private final Sightings files = new Sightings(REMEMBERED);
  private final Sightings locks = new Sightings(REMEMBERED);
  private final Set<FileLock> held = ConcurrentHashMap.newKeySet();
  private final FileBoard board;
  private volatile Path inbox;
  private volatile int depth = 1;
  private ScheduledExecutorService heart;
  private ScheduledFuture<?> beats;

  /**
   * A pick-up.
   *
   * @param board is told which folders are looked into
   * @param ready {@code unchanged}, {@code marker} or {@code rename}
   * @param minAgeMillis for {@code unchanged}: how long a file has to stay as it is
   * @param lockTimeoutMillis after how long the lock of a node that is silent is taken over
   * @throws IllegalArgumentException naming the parameter that is wrong
   */
  public FilePickup(FileBoard board, String ready, long minAgeMillis, long lockTimeoutMillis) {
    this.board = board;
    this.readiness = FileReadiness.of(ready);
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
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws IOException {
    Path path = Path.of(file.getAbsoluteFilePath());
    board.watch(exchange.getFromRouteId(), inbox, depth);
    if (!isReady(path)) {
      return false;
    }
    Optional<FileLock> lock = lock(path);
    if (lock.isEmpty()) {
      return false;
    }
    // between the look into the folder and the lock, another node may have done the file
    if (!isReady(path)) {
      lock.get().release();
      return false;
    }
    files.forget(path);
    held.add(lock.get());
    exchange.setProperty(LOCK, lock.get());
    return true;
  }

  @Override
  public void releaseExclusiveReadLockOnAbort(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws IOException {
    release(exchange);
  }

  @Override
  public void releaseExclusiveReadLockOnRollback(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws IOException {
    release(exchange);
  }

  @Override
  public void releaseExclusiveReadLockOnCommit(
      GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange)
      throws IOException {
    // called with the path that the file was moved to
    String before = file.getCopyFromAbsoluteFilePath();
    if (readiness == FileReadiness.MARKER) {
      Files.deleteIfExists(
          FileReadiness.markerOf(Path.of(before == null ? file.getAbsoluteFilePath() : before)));
    }
    release(exchange);
  }

  @Override
  public void prepareOnStartup(
      GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
    // locks of an earlier life of this node are found dead when their file is looked at
    inbox = Path.of(endpoint.getConfiguration().getDirectory()).toAbsolutePath().normalize();
    depth = endpoint.isRecursive() ? endpoint.getMaxDepth() : 1;
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

  private boolean isReady(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException gone) {
      files.forget(path);
      return false;
    }
    return switch (readiness) {
      case RENAME -> true;
      case MARKER -> Files.exists(FileReadiness.markerOf(path), LinkOption.NOFOLLOW_LINKS);
      case UNCHANGED -> {
        String look = attributes.size() + " " + attributes.lastModifiedTime();
        yield files.unchangedFor(path, look).filter(age -> age >= minAgeNanos).isPresent();
      }
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

  private void release(Exchange exchange) throws IOException {
    String moved = exchange.getProperty(FileIntake.MOVE_TO, String.class);
    if (moved != null) {
      FileFolders.giveBack(Path.of(moved));
    }
    FileLock lock = exchange.getProperty(LOCK, FileLock.class);
    if (lock != null) {
      held.remove(lock);
      lock.release();
    }
  }

  private void beat() {
    for (FileLock lock : held) {
      try {
        lock.beat();
      } catch (IOException | RuntimeException shareIsAway) {
        LOG.warn("A lock could not be renewed: {}", shareIsAway.toString());
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
}
