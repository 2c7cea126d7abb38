package org.workbinroutes.intake;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.storage.RegularFile;

/**
 * Turns the records of a dropped file into {@link PlacementRequest}s, each in a fresh message, and
 * writes what became of them into a result file. A record without a requestId takes one made of the
 * file's name and size, its own position and its content.
 */
public final class FileIntake {
  /** The exchange property that is set when the file was moved. */
  static final String MOVED = "workbinFileMoved";

  private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);
  private static final String READ_FAILED = "it is not read to its end, and read again: ";
  private static final String MOVE_FAILED = "it was read and cannot be moved away: ";
  private static final String RUN = "workbinFile";
  private static final String RECORD = "workbinRecord";

  private final PlacementRequestParser parser;
  private final FileProgressRegistry board;
  private final FileFolders folders;
  private final FileReading reading;

  /** Whether one wrong record keeps all others of its file from being placed. */
  private final boolean rejectsWhole;

  /**
   * An intake, as a route template makes it.
   *
   * @param subfolders whether the folders in the drop folder are read too
   * @param charset the encoding of .csv and .tsv files without byte order mark
   * @param maxUnpackedBytes the most bytes that may come out of one .gz or .zip
   * @param maxErrors how many wrong records of a file are named; the others are counted
   * @throws IllegalArgumentException naming the parameter that is wrong
   */
  public FileIntake(
      PlacementRequestParser parser,
      FileProgressRegistry board,
      FileFolders folders,
      boolean subfolders,
      String charset,
      long maxUnpackedBytes,
      String onError,
      int maxErrors) {
    this.parser = parser;
    this.board = board;
    this.folders = folders;
    this.reading =
        new FileReading(
            parser.maxBytes(), FileReading.charset(charset), maxUnpackedBytes, maxErrors);
    this.rejectsWhole =
        switch (onError) {
          case "continue" -> false;
          case "reject-file" -> true;
          default ->
              throw new IllegalArgumentException(
                  "onError is none of continue, reject-file: write one of them");
        };
    folders.requireApart(subfolders);
    board.join(folders);
  }

  /**
   * An encoding that .csv and .tsv files can have.
   *
   * @throws IllegalArgumentException if there is none of the name, or a .csv in it cannot be split
   */
  public static Charset charset(String name) {
    return FileReading.charset(name);
  }

  /**
   * First step of a file: its records in the place of the message.
   *
   * @throws IOException if it cannot be read, or nothing can be written about it
   */
  public void open(Exchange exchange) throws IOException {
    Path file = fileOf(exchange);
    String name = nameOf(exchange);
    FileKind kind = FileKind.of(name).orElseThrow(() -> new IOException("The ending is not known"));
    Inbox inbox = board.inbox(exchange.getFromRouteId());
    FileIdentity identity = exchange.getProperty(FilePickup.IDENTITY, FileIdentity.class);
    Optional<FileRun> before = inbox.latestRun(file);
    if (before.isPresent() && before.get().isFinished()) {
      if (before.get().identity().equals(identity)) {
        exchange.setProperty(RUN, before.get());
        Handover.rebuild(exchange, Collections.emptyIterator());
        return;
      }
      if (!before.get().identity().isSameContent(identity)) {
        inbox.changed(before.get());
      }
      board.leave(before.get().progress(), before.get().places().results());
    }
    FileFolders.Places places = folders.placesOf(name, kind, board.sharing(folders), board::take);
    FileRun run;
    try {
      run =
          new FileRun(
              new FileRun.Dropped(
                  file,
                  name,
                  kind,
                  exchange.getFromRouteId(),
                  () -> exchange.getContext().isStopping(),
                  identity,
                  before.orElse(null)),
              places,
              reading,
              parser,
              board.metrics(exchange.getContext()));
    } catch (IOException | RuntimeException unreadable) {
      board.leave(null, places.results());
      throw unreadable;
    }
    exchange.setProperty(RUN, run);
    board.begin(run.progress());
    if (rejectsWhole) {
      run.validate();
    }
    Handover.rebuild(exchange, run);
  }

  /**
   * First step of a record: the request in the place of the message.
   *
   * @throws InvalidRequestException if it is no placement request
   */
  public void openRecord(Exchange exchange) throws InvalidRequestException {
    FileRun run = run(exchange);
    PartRecord record = exchange.getMessage().getBody(PartRecord.class);
    exchange.setProperty(RECORD, record);
    Handover.rebuild(exchange, null);
    Handover.begin(exchange, run.parse(record), run.sourceOf(record));
  }

  /**
   * Last step of a record: what became of it, in the result file.
   *
   * @throws RefusedPlacementException if it was refused
   * @throws FailedPlacementException if it failed, which the ledger knows
   * @throws IOException if the result cannot be written
   */
  public void closeRecord(Exchange exchange)
      throws RefusedPlacementException, FailedPlacementException, IOException {
    Placement placement = Handover.end(exchange);
    run(exchange).placed(record(exchange), placement);
    Handover.rebuild(exchange, null);
  }

  /**
   * Last step of a record that was refused or failed: why, in the result file.
   *
   * @throws IOException if the result cannot be written
   */
  public void refuseRecord(Exchange exchange) throws IOException {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    FileRun run = run(exchange);
    PartRecord record = record(exchange);
    PlacementRequest request = Handover.request(exchange);
    Handover.rebuild(exchange, null);
    if (run.isUnwritten()) {
      // the file is read again, and this record with it
      LOG.debug("The result of {} was not written", run.sourceOf(record), cause);
    } else if (cause instanceof RefusedRequestException refused) {
      run.refused(record, request, refused.refusal());
    } else if (cause instanceof FailedPlacementException) {
      run.failed(record, request, cause.getMessage());
    } else if (cause instanceof IOException unwritten) {
      // the result, not the placement: the file stays, and is read again
      throw unwritten;
    } else {
      LOG.warn("{} was not placed: {}", run.sourceOf(record), cause.getClass().getSimpleName());
      LOG.debug("The cause:", cause);
      run.broken(record, request, "internal failure: " + cause.getClass().getSimpleName());
    }
  }

  /**
   * Last step of a file: moves it away, if it is still the one that was read.
   *
   * @throws IOException if the result file cannot be ended, the file cannot be moved, or the intake
   *     is being stopped: the file is to stay
   */
  public void close(Exchange exchange) throws IOException {
    FileRun run = run(exchange);
    run.close();
    if (run.stopped()) {
      throw new FileLeftException("the intake is being stopped");
    }
    FileLock lock = exchange.getProperty(FilePickup.LOCK, FileLock.class);
    if (lock != null && !lock.isHeld()) {
      throw new FileLeftException("another node has taken it over");
    }
    Optional<String> failure = run.failure();
    if (!run.isUnchanged()) {
      throw new FileChangedException();
    }
    run.finish();
    if (failure.isPresent()) {
      Files.createDirectories(run.places().error().getParent());
      try (Writer out =
          Channels.newWriter(
              RegularFile.open(
                  run.places().error(),
                  Set.of(
                      StandardOpenOption.CREATE,
                      StandardOpenOption.TRUNCATE_EXISTING,
                      StandardOpenOption.WRITE)),
              StandardCharsets.UTF_8)) {
        out.write(failure.get());
      }
    }
    Path wanted = failure.isPresent() ? run.places().failed() : run.places().done();
    Optional<Path> moved = FileFolders.move(run.file(), run.name(), run.identity(), wanted);
    if (moved.isEmpty()) {
      Files.deleteIfExists(run.places().error());
      throw new FileChangedException();
    }
    exchange.setProperty(MOVED, true);
    if (failure.isPresent()) {
      LOG.warn(
          "The file {} was not read or not placed as a whole ({}): see {}",
          run.name(),
          run.summary(),
          run.places().error());
    } else if (run.placedAny()) {
      LOG.info("The file {} was read: {}", run.name(), run.summary());
    } else {
      LOG.warn(
          "The file {} was read and nothing of it was placed ({}): see {}",
          run.name(),
          run.summary(),
          run.places().results());
    }
    board.end(
        run.progress(),
        failure.isPresent() ? FileProgress.State.FAILED : FileProgress.State.DONE,
        run.places().results());
    board.inbox(exchange.getFromRouteId()).moved(run, moved.get());
    Handover.rebuild(exchange, null);
  }

  /**
   * A file that stays where it is, to be read again or moved later: says why. The exchange goes on
   * without failure, because Camel would log each.
   */
  public void abandon(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    FileRun run = run(exchange);
    Inbox inbox = board.inbox(exchange.getFromRouteId());
    Handover.rebuild(exchange, null);
    LOG.debug("The file {} stays:", nameOf(exchange), cause);
    if (run != null) {
      closeQuietly(run);
    }
    if (cause instanceof FileLeftException) {
      LOG.info(
          "The file {} stays in the drop folder, because {}; what was placed is not placed twice",
          nameOf(exchange),
          cause.getMessage());
    } else if (cause instanceof FileChangedException) {
      inbox.changed(run);
    } else {
      block(fileOf(exchange), run, inbox, cause);
    }
    if (run != null && run.isFinished() && !(cause instanceof FileChangedException)) {
      board.keep(run.progress());
    } else if (run != null) {
      board.leave(run.progress(), run.places().results());
    }
  }

  private void block(Path file, FileRun run, Inbox inbox, Exception cause) {
    String reason = FileTrouble.reason(cause);
    try {
      folders.require(true);
    } catch (IOException trouble) {
      // the reason why all of its files wait
      reason = FileTrouble.reason(trouble);
      inbox.failed(reason);
    }
    inbox.block(file, (run != null && run.isFinished() ? MOVE_FAILED : READ_FAILED) + reason, run);
  }

  private static void closeQuietly(FileRun run) {
    try {
      run.close();
    } catch (IOException alsoFailed) {
      LOG.debug("The result file could not be ended either", alsoFailed);
    }
  }

  private static Path fileOf(Exchange exchange) {
    return Path.of(dropped(exchange).getAbsoluteFilePath());
  }

  private static String nameOf(Exchange exchange) {
    return dropped(exchange).getRelativeFilePath().replace(File.separatorChar, '/');
  }

  private static GenericFile<?> dropped(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
  }

  private static FileRun run(Exchange exchange) {
    return exchange.getProperty(RUN, FileRun.class);
  }

  private static PartRecord record(Exchange exchange) {
    return exchange.getProperty(RECORD, PartRecord.class);
  }
}
