package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.outage.OutageLog;

/**
 * A drop folder of this process: whether it works, and which of its files are blocked. A folder or
 * a file that fails is left alone for a pause that doubles with each failure. Safe for use by many
 * threads.
 */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration WATCHED = Duration.ofMinutes(1);
  private static final int MAX_WATCHED = 1_000;
  private static final int MAX_LISTED = 1_000;

  /** More files than these do not fail one by one: their folder does. */
  private static final int MAX_BLOCKED = 1_000;

  private final String intake;
  private final Path folder;
  private final int depth;
  private final Optional<InboxFilter> filter;
  private final Clock clock;
  private final OutageLog outage;
  private final Map<Path, BlockedFile> blocked = new LinkedHashMap<>();
  private final Deque<MovedFile> moved = new ArrayDeque<>();
  private Pause pause;

  Inbox(String intake, Path folder, int depth, Optional<InboxFilter> filter, Clock clock) {
    this.intake = intake;
    this.folder = folder;
    this.depth = depth;
    this.filter = filter;
    this.clock = clock;
    this.outage = new OutageLog(LOG, "Drop folder " + intake, clock);
  }

  String intake() {
    return intake;
  }

  /** Whether the folder works, as far as is known, or its pause is over. */
  synchronized boolean isDue() {
    return pause == null || pause.isOver(clock.instant());
  }

  /** Reports that the folder, or one it needs, fails. */
  void failed(String reason) {
    Instant next;
    synchronized (this) {
      pause = Pause.after(pause, clock.instant());
      next = pause.until();
    }
    outage.failed(
        reason, () -> "its files wait, next try in " + OutageLog.inWords(untilThen(next)));
  }

  /** Reports that the folder works. */
  void works() {
    synchronized (this) {
      pause = null;
    }
    outage.succeeded();
  }

  /** The outage of the folder that lasts. */
  Optional<Outage> outage() {
    return outage.current();
  }

  /** Whether a file may be read now. */
  synchronized boolean isDue(Path file) {
    BlockedFile known = blocked.get(file);
    return isDue() && (known == null || known.pause().isOver(clock.instant()));
  }

  /**
   * Leaves a file alone for a while.
   *
   * @param run the run that was broken off; null if there was none
   */
  void block(Path file, String reason, FileRun run) {
    BlockedFile before;
    BlockedFile now;
    boolean tooMany;
    synchronized (this) {
      before = blocked.get(file);
      Pause next = Pause.after(before == null ? null : before.pause(), clock.instant());
      now =
          new BlockedFile(
              reason,
              before == null ? clock.instant() : before.since(),
              next,
              run == null && before != null ? before.run() : run);
      tooMany = before == null && blocked.size() >= MAX_BLOCKED;
      if (!tooMany) {
        blocked.put(file, now);
      }
    }
    if (tooMany) {
      failed(MAX_BLOCKED + " of its files are blocked, the latest because " + reason);
    } else if (before == null || !before.reason().equals(reason)) {
      LOG.warn(
          "The file {} stays in {}: {}; next try in {}",
          FileNames.relative(folder, file),
          folder,
          reason,
          OutageLog.inWords(untilThen(now.pause().until())));
    }
  }

  /** Keeps the results of a content that changed while it was read; its file is read again. */
  void changed(FileRun run) {
    changed(run, run.file());
  }

  private void changed(FileRun run, Path file) {
    String results;
    try {
      results = "what was read before has its results in " + run.keepAsChanged();
    } catch (IOException failed) {
      results = "the results of what was read before are lost: " + FileTrouble.reason(failed);
    }
    block(file, "it changed while it was read, and is read again as a new file; " + results, run);
  }

  /**
   * Reports that a file was read and moved. Whoever has it open can write to it still, so it is
   * looked at for a while.
   */
  void moved(FileRun run, Path target) {
    synchronized (this) {
      moved.addLast(new MovedFile(run, target, clock.instant().plus(WATCHED)));
      if (moved.size() > MAX_WATCHED) {
        moved.removeFirst();
      }
    }
    unblock(run.file());
  }

  /** Puts files back that grew after they were moved, to be read again. */
  void putBackGrown() {
    List<MovedFile> grown;
    synchronized (this) {
      moved.removeIf(file -> !clock.instant().isBefore(file.until()));
      grown = moved.stream().filter(MovedFile::hasGrown).toList();
      moved.removeAll(grown);
    }
    for (MovedFile file : grown) {
      try {
        // its records keep their request ids also under another name, and are placed once
        changed(
            file.run(), FileFolders.putBack(file.target(), file.run().file(), file.run().name()));
      } catch (IOException failed) {
        LOG.warn(
            "{} was written to after it was read, and cannot be put back into {}: {}",
            file.target(),
            folder,
            FileTrouble.reason(failed));
      }
    }
  }

  /** Reports that a file is not blocked any more. */
  void unblock(Path file) {
    BlockedFile before;
    synchronized (this) {
      before = blocked.remove(file);
    }
    if (before != null) {
      LOG.info(
          "The file {} in {} is no longer blocked after {}",
          FileNames.relative(folder, file),
          folder,
          OutageLog.inWords(Duration.between(before.since(), clock.instant())));
    }
  }

  /** Forgets the blocked files that somebody has taken away. */
  void tidy() {
    List<Path> all;
    synchronized (this) {
      all = List.copyOf(blocked.keySet());
    }
    all.stream().filter(file -> Files.notExists(file)).forEach(this::unblock);
  }

  /** The latest run of a blocked file. */
  synchronized Optional<FileRun> latestRun(Path file) {
    return Optional.ofNullable(blocked.get(file)).map(BlockedFile::run);
  }

  /** How many files are blocked. */
  synchronized int blocked() {
    return blocked.size();
  }

  /** Why the first of the blocked files is blocked. */
  synchronized Optional<String> reason() {
    return blocked.values().stream().findFirst().map(BlockedFile::reason);
  }

  /** The files that wait or are blocked, by name; bounded. */
  List<FileProgress.Snapshot> waiting() {
    List<FileProgress.Snapshot> waiting = new ArrayList<>();
    try {
      // the drop folder itself may be a link
      Path root = folder.toRealPath();
      Files.walkFileTree(
          root,
          EnumSet.noneOf(FileVisitOption.class),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return path.equals(root) || filter.isEmpty() || filter.get().isRead(root, path)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              boolean passedOver = filter.isPresent() && filter.get().isPassedOver(path);
              // the folders of the deepest level are visited as files
              if (!passedOver && !attributes.isDirectory()) {
                waiting.add(snapshot(root, path, attributes.size()));
              }
              return waiting.size() < MAX_LISTED
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException unreadable) {
              if (!path.equals(root)) {
                waiting.add(snapshot(root, path, 0));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException gone) {
      // the outage of the folder says it
    }
    waiting.sort(Comparator.comparing(FileProgress.Snapshot::name));
    return waiting;
  }

  private FileProgress.Snapshot snapshot(Path root, Path file, long size) {
    String name = FileNames.relative(root, file);
    BlockedFile known;
    synchronized (this) {
      known = blocked.get(folder.resolve(root.relativize(file)));
    }
    String reason = null;
    Instant since = null;
    Instant next = null;
    Optional<String> refusal = filter.flatMap(rules -> rules.refusal(root, file));
    Optional<Outage> folderFails = outage.current();
    if (known != null) {
      reason = known.reason();
      since = known.since();
      next = known.pause().until();
    } else if (refusal.isPresent()) {
      reason = refusal.get();
    } else if (folderFails.isPresent()) {
      reason = "its folder fails: " + folderFails.get().reason();
      since = folderFails.get().since();
      next = nextTry();
    }
    return FileProgress.Snapshot.lying(name, intake, size, reason, since, next);
  }

  /** When a folder that fails is tried again; null if it works. */
  synchronized Instant nextTry() {
    return pause == null ? null : pause.until();
  }

  private Duration untilThen(Instant then) {
    // rounded up: a pause of 0 s would not be one
    return Duration.between(clock.instant(), then).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
  }

  /** A time for which nothing is tried. */
  private record Pause(Duration length, Instant until) {
    static Pause after(Pause before, Instant now) {
      Duration length = before == null ? FIRST_PAUSE : before.length().multipliedBy(2);
      length = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
      return new Pause(length, now.plus(length));
    }

    boolean isOver(Instant now) {
      // a clock that was set back must not make it longer
      return !now.isBefore(until) || now.isBefore(until.minus(length));
    }
  }

  /** A file that was read. */
  record MovedFile(FileRun run, Path target, Instant until) {
    boolean hasGrown() {
      try {
        FileIdentity now = FileIdentity.of(target);
        return run.identity().isSameFile(now) && now.size() > run.identity().size();
      } catch (IOException gone) {
        return false;
      }
    }
  }

  private record BlockedFile(String reason, Instant since, Pause pause, FileRun run) {}
}
