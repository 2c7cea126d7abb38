package org.workbinroutes.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * What all file intakes of this process know together: which files wait, are being read, or were.
 * Safe for use by many threads.
 */
public final class FileProgressRegistry {
  private static final int MAX_ENDED = 100;

  private final Map<String, Inbox> inboxes = new TreeMap<>();
  private final Set<FileProgress> reading = new LinkedHashSet<>();
  private final Deque<FileProgress> ended = new ArrayDeque<>();
  private final Set<FileFolders> folders = new LinkedHashSet<>();
  private final Set<Path> taken = new LinkedHashSet<>();
  private FileMetrics metrics;

  /** Makes a drop folder known, or finds it. */
  synchronized Inbox watch(String intake, Path folder, int depth, Optional<InboxFilter> filter) {
    return inboxes.computeIfAbsent(
        intake, name -> new Inbox(name, folder, depth, filter, Clock.systemUTC()));
  }

  /** The drop folder of an intake that looks into it. */
  synchronized Inbox inbox(String intake) {
    return inboxes.get(intake);
  }

  /** The meters of the files. */
  synchronized FileMetrics metrics(CamelContext context) {
    if (metrics == null) {
      metrics = FileMetrics.of(context, this);
    }
    return metrics;
  }

  /** Makes the folders of an intake known. */
  synchronized void join(FileFolders ofIntake) {
    folders.add(ofIntake);
  }

  /** The folders of the intakes that have the same folder for result files. */
  synchronized List<FileFolders> sharing(FileFolders ofIntake) {
    return folders.stream().filter(other -> other.results().equals(ofIntake.results())).toList();
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

  /** Ends a run whose file cannot be moved: its results are kept for when it can. */
  synchronized void keep(FileProgress progress) {
    reading.remove(progress);
  }

  /** Ends a run that was broken off: its file waits again. */
  synchronized void leave(FileProgress progress, Path path) {
    reading.remove(progress);
    taken.remove(path);
  }

  /** How many files stay in their folders because they fail. */
  int blocked() {
    return watched().stream().mapToInt(Inbox::blocked).sum();
  }

  /** How many drop folders fail. */
  long failing() {
    return watched().stream().filter(inbox -> inbox.outage().isPresent()).count();
  }

  /** How many files are being read. */
  synchronized int inWork() {
    return reading.size();
  }

  /** Those being read, those that wait, and the last that ended; the newest first of each. */
  List<FileProgress.Snapshot> all() {
    List<FileProgress.Snapshot> all = new ArrayList<>();
    synchronized (this) {
      reading.forEach(progress -> all.add(progress.snapshot()));
    }
    Set<String> known =
        all.stream()
            .map(snapshot -> snapshot.intake() + '/' + snapshot.name())
            .collect(Collectors.toSet());
    for (Inbox inbox : watched()) {
      inbox.waiting().stream()
          .filter(waiting -> !known.contains(inbox.intake() + '/' + waiting.name()))
          .forEach(all::add);
    }
    synchronized (this) {
      ended.forEach(progress -> all.add(progress.snapshot()));
    }
    return Collections.unmodifiableList(all);
  }

  /** The drop folders of all intakes. */
  synchronized List<Inbox> watched() {
    return List.copyOf(inboxes.values());
  }

  /** The file of a name; of several, the one that is being read, else waits, else ended last. */
  Optional<FileProgress.Snapshot> find(String name) {
    return all().stream().filter(snapshot -> snapshot.name().equals(name)).findFirst();
  }
}
