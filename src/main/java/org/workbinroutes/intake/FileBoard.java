package org.workbinroutes.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What all file intakes of this process know together: which files wait, are being read, or were.
 * Safe for use by many threads.
 */
public final class FileBoard {
  private static final int MAX_ENDED = 100;
  private static final int MAX_WAITING = 1_000;

  private final Map<String, Inbox> inboxes = new TreeMap<>();
  private final Set<FileProgress> reading = new LinkedHashSet<>();
  private final Deque<FileProgress> ended = new ArrayDeque<>();
  private final Set<Path> taken = new LinkedHashSet<>();

  /** A board with nothing on it. */
  public FileBoard() {
    // needed for the Javadoc of a public class
  }

  /** Makes a drop folder known, so that what waits in it can be told. */
  synchronized void watch(String intake, Path folder, int depth) {
    inboxes.put(intake, new Inbox(folder, depth));
  }

  /** Takes a path that no other run of this process may write to; false if another has it. */
  synchronized boolean take(Path path) {
    return taken.add(path);
  }

  synchronized void begin(FileProgress progress) {
    reading.add(progress);
  }

  /** Ends a run that came to its end. */
  synchronized void end(FileProgress progress, FileProgress.State state, Path path) {
    progress.end(state);
    leave(progress, path);
    ended.addFirst(progress);
    if (ended.size() > MAX_ENDED) {
      ended.removeLast();
    }
  }

  /** Ends a run that was broken off: its file waits again. */
  synchronized void leave(FileProgress progress, Path path) {
    reading.remove(progress);
    taken.remove(path);
  }

  /** How many files are being read. */
  synchronized int inWork() {
    return reading.size();
  }

  /** Those being read, those that wait, and the last that ended; the newest first of each. */
  List<FileProgress.Snapshot> all() {
    List<FileProgress.Snapshot> all = new ArrayList<>();
    Map<String, Inbox> watched;
    synchronized (this) {
      reading.forEach(progress -> all.add(progress.snapshot()));
      watched = new TreeMap<>(inboxes);
    }
    List<String> known =
        all.stream().map(snapshot -> snapshot.intake() + '/' + snapshot.name()).toList();
    watched.forEach(
        (intake, inbox) ->
            inbox.waiting(intake).stream()
                .filter(waiting -> !known.contains(intake + '/' + waiting.name()))
                .forEach(all::add));
    synchronized (this) {
      ended.forEach(progress -> all.add(progress.snapshot()));
    }
    return Collections.unmodifiableList(all);
  }

  /** The file of a name; of several, the one that is being read, else waits, else ended last. */
  Optional<FileProgress.Snapshot> find(String name) {
    return all().stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
  }

  private record Inbox(Path folder, int depth) {
    List<FileProgress.Snapshot> waiting(String intake) {
      try (Stream<Path> files = Files.walk(folder, depth)) {
        return files
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .filter(file -> isRead(folder.relativize(file)))
            .limit(MAX_WAITING)
            .map(
                file ->
                    FileProgress.Snapshot.waiting(
                        PlainNames.relative(folder, file), intake, file.toFile().length()))
            .sorted(Comparator.comparing(FileProgress.Snapshot::name))
            .toList();
      } catch (IOException | UncheckedIOException gone) {
        return List.of();
      }
    }

    private static boolean isRead(Path relative) {
      for (Path part : relative) {
        if (!PlainNames.isPlain(part.toString())) {
          return false;
        }
      }
      return FileKind.of(relative.getFileName().toString()).isPresent();
    }
  }
}
