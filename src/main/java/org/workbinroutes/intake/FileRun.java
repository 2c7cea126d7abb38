package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

/**
 * A dropped file on its way: gives its records out one by one and writes down what became of each,
 * as it becomes known. Records are read by one thread at a time; results come from many.
 */
final class FileRun implements Iterator<PartRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(FileRun.class);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
  private static final int MAX_ERRORS_TOLD = 50;

  private final Path file;
  private final FileKind kind;
  private final FileReading reading;
  private final PlacementRequestParser parser;
  private final String name;
  private final FileIdentity identity;
  private final String fingerprint;
  private final FileProgress.Counts counted;
  private final FileFolders.Places places;
  private final BooleanSupplier stopping;
  private final FileMetrics metrics;
  private ResultsFile results;
  private final RejectedFiles rejected;
  private final FileProgress progress;
  private final AtomicLong broken = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong toldNanos = new AtomicLong(System.nanoTime());
  private volatile DroppedFile records;
  private volatile long bytes;
  private List<String> readFailures = List.of();
  private boolean promised;
  private volatile boolean stopped;
  private volatile IOException unwritten;
  private boolean closed;
  private volatile boolean finished;
  private boolean anyRight;
  private long wrongAtFirst;
  private volatile boolean hopeless;
  private FilePart part;
  private long linesBefore;
  private long line;
  private String invalid;

  FileRun(
      Dropped dropped,
      FileFolders.Places places,
      FileReading reading,
      PlacementRequestParser parser,
      FileMetrics metrics)
      throws IOException {
    this.parser = parser;
    this.file = dropped.file();
    this.kind = dropped.kind();
    this.reading = reading;
    this.name = dropped.name();
    this.identity = dropped.identity();
    boolean again = dropped.before() != null && dropped.before().identity.isSameFile(identity);
    // records that were placed before the file grew keep their request ids, and are placed once
    this.fingerprint =
        again ? dropped.before().fingerprint : name + '\n' + dropped.identity().size();
    this.counted =
        again
            ? dropped.before().counted.max(dropped.before().progress.counts())
            : FileProgress.Counts.NONE;
    this.places = places;
    this.stopping = dropped.stopping();
    this.metrics = metrics;
    this.records = DroppedFile.open(file, name, kind, reading);
    try {
      this.results = new ResultsFile(places.results());
    } catch (IOException | RuntimeException notWritable) {
      records.close();
      throw notWritable;
    }
    this.rejected = new RejectedFiles(places.rejected());
    this.progress =
        new FileProgress(
            name,
            dropped.intake(),
            () -> bytes(DroppedFile::bytesTotal),
            () -> bytes(DroppedFile::bytesRead));
  }

  private long bytes(ToLongFunction<DroppedFile> figure) {
    DroppedFile open = records;
    return open == null ? bytes : figure.applyAsLong(open);
  }

  /**
   * A file as it was found.
   *
   * @param name relative to the drop folder, with / between folders
   * @param before the latest run of the file that was broken off; null if there was none
   */
  record Dropped(
      Path file,
      String name,
      FileKind kind,
      String intake,
      BooleanSupplier stopping,
      FileIdentity identity,
      FileRun before) {}

  /**
   * Reads the whole file and places nothing. If any of it is wrong, all that is wrong is written
   * down, and the run has no records; else it begins anew.
   *
   * @throws FileChangedException if the file has changed meanwhile
   * @throws IOException if nothing can be written about it
   */
  void validate() throws IOException {
    List<String> told = new ArrayList<>();
    while (hasNext()) {
      PartRecord record = next();
      try {
        parse(record);
      } catch (InvalidRequestException refusal) {
        refused(record, null, refusal.refusal());
        if (told.size() < MAX_ERRORS_TOLD) {
          told.add(record.sourceIn(name) + ": " + refusal.getMessage());
        }
      }
    }
    if (wrong.get() > told.size()) {
      told.add("and " + (wrong.get() - told.size()) + " records more; the result file has more");
    }
    if (wrong.get() > 0) {
      invalid = wrong + " of its records are wrong:\n" + String.join("\n", told);
    }
    if (stopped || invalid != null || !records.failures().isEmpty()) {
      return;
    }
    records.close();
    if (!isUnchanged()) {
      throw new FileChangedException();
    }
    records = DroppedFile.open(file, name, kind, reading);
    progress.restart();
    part = null;
    linesBefore = 0;
    line = 0;
  }

  /** What was promised is given, also if the intake is stopped in between. */
  @Override
  public boolean hasNext() {
    if (!promised) {
      stopped = stopping.getAsBoolean();
      boolean more = !stopped && invalid == null && unwritten == null && records.hasNext();
      hopeless |= more && !anyRight && wrongAtFirst >= reading.maxErrors();
      promised = more && !hopeless;
    }
    return promised;
  }

  @Override
  public PartRecord next() {
    promised = false;
    PartRecord record = records.next();
    if (!anyRight) {
      look(record);
    }
    if (part != null && part.number() != record.part().number()) {
      linesBefore += line;
    }
    part = record.part();
    line = record.record().line();
    progress.read(linesBefore, line);
    return record;
  }

  String name() {
    return name;
  }

  Path file() {
    return file;
  }

  FileIdentity identity() {
    return identity;
  }

  PlacementRequest parse(PartRecord record) throws InvalidRequestException {
    return record.parse(parser, fingerprint);
  }

  /** Whether any of its records is placed. */
  boolean placedAny() {
    return progress.snapshot().placed() > 0;
  }

  /** See {@link Placement#source()}. */
  String sourceOf(PartRecord record) {
    return record.sourceIn(name);
  }

  /** Whether the reading ended because the intake is being stopped. */
  boolean stopped() {
    return stopped;
  }

  FileFolders.Places places() {
    return places;
  }

  FileProgress progress() {
    return progress;
  }

  void placed(PartRecord record, Placement placement) throws IOException {
    write(() -> results.placed(record, placement));
    if (progress.placed() > counted.placed()) {
      metrics.placed();
    }
    tellProgress();
  }

  /** A record that is wrong, or a request that was read and refused. */
  void refused(PartRecord record, PlacementRequest request, Refusal refusal) throws IOException {
    if (request != null || wrong.incrementAndGet() <= reading.maxErrors()) {
      write(() -> results.refused(record, request, refusal));
      write(() -> rejected.add(record, refusal.error()));
    }
    if (progress.refused() > counted.refused()) {
      metrics.refused();
    }
    tellProgress();
  }

  void failed(PartRecord record, PlacementRequest request, String error) throws IOException {
    write(() -> results.failed(record, request, error));
    if (progress.failed() > counted.failed()) {
      metrics.failed();
    }
    tellProgress();
  }

  /** A record that nobody knows of but this file: not in the ledger, not refused. */
  void broken(PartRecord record, PlacementRequest request, String error) throws IOException {
    failed(record, request, error);
    broken.incrementAndGet();
  }

  /**
   * Ends the reading and the writing.
   *
   * @throws IOException if not every result could be written
   */
  void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    DroppedFile ending = records;
    ResultsFile written = results;
    try (ending;
        written;
        rejected) {
      long unnamed = wrong.get() - reading.maxErrors();
      if (unnamed > 0) {
        write(() -> written.unnamed(unnamed, reading.maxErrors()));
      }
    } finally {
      // a run is kept for as long as its file is watched, its buffers are not
      readFailures = ending.failures();
      bytes = ending.bytesTotal();
      records = null;
      results = null;
    }
    if (unwritten != null) {
      throw unwritten;
    }
  }

  /** Every record was read and has its result: what is left to do is to move the file. */
  void finish() {
    finished = true;
  }

  /** See {@link #finish()}. */
  boolean isFinished() {
    return finished;
  }

  /** Whether a result could not be written, so that no further record is read. */
  boolean isUnwritten() {
    return unwritten != null;
  }

  /** Whether the content that was read lies under the file's name still. */
  boolean isUnchanged() throws IOException {
    return FileFolders.isStill(file, identity);
  }

  /**
   * Keeps the results of a content that was changed while it was read, under names of their own.
   */
  Path keepAsChanged() throws IOException {
    finished = false;
    close();
    FileFolders.Places kept = places.ofChanged();
    ResultsFile.markChanged(
        places.results(),
        "The file changed while it was read. What lay there before has these results; what lies"
            + " there now is read as a new file.");
    Files.move(places.results(), kept.results());
    rejected.rename(kept.rejected());
    return kept.results();
  }

  /** Why the file is to go to failed; empty if it is to go to done. */
  Optional<String> failure() {
    List<String> failures = failures();
    if (invalid != null) {
      return Optional.of(
          name
              + " was not placed, nothing of it: "
              + invalid
              + unread(failures)
              + "\n\nWhat is wrong with each: "
              + places.results()
              + "\nCorrect the file and drop it again.\n");
    }
    if (!failures.isEmpty()) {
      return Optional.of(
          name
              + " could not be read to its end: "
              + String.join("\n", failures)
              + "\n\nRecords read before: "
              + summary()
              + ". What became of each: "
              + places.results()
              + "\n"
              + "Correct the file and drop it again. Records with a requestId of their own are"
              + " placed once; take out those without one that were placed.\n");
    }
    if (broken.get() > 0) {
      return Optional.of(
          broken.get()
              + " records of "
              + name
              + " were not placed for an internal failure; the log says more."
              + " What became of each record: "
              + places.results()
              + "\nDrop the file again as it is: what was placed is not placed twice.\n");
    }
    return Optional.empty();
  }

  String summary() {
    return progress.summary();
  }

  private static String unread(List<String> failures) {
    return failures.isEmpty()
        ? ""
        : "\nIt could not be read to its end either: " + String.join("\n", failures);
  }

  /** Looks for the first record that is right, where it is read: those in work may be ahead. */
  private void look(PartRecord record) {
    try {
      parse(record);
      anyRight = true;
    } catch (InvalidRequestException refusedWhereItIsWorkedOn) {
      wrongAtFirst++;
    }
  }

  private List<String> failures() {
    List<String> failures = new ArrayList<>(records == null ? readFailures : records.failures());
    if (hopeless) {
      failures.add(
          "the first "
              + reading.maxErrors()
              + " records are all wrong, and the rest was not read (maxErrors)");
    }
    return failures;
  }

  private void write(Write write) throws IOException {
    try {
      write.run();
    } catch (IOException failed) {
      unwritten = failed;
      throw failed;
    }
  }

  private void tellProgress() {
    long told = toldNanos.get();
    long now = System.nanoTime();
    if (now - told > PROGRESS_EVERY.toNanos() && toldNanos.compareAndSet(told, now)) {
      FileProgress.Snapshot snapshot = progress.snapshot();
      LOG.info(
          "The file {} is being read: {} of {} bytes, {}, {} records a second, about {} s left",
          name,
          snapshot.bytesRead(),
          snapshot.bytesTotal(),
          summary(),
          snapshot.ratePerSecond(),
          snapshot.secondsLeft() == null ? "?" : snapshot.secondsLeft());
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
