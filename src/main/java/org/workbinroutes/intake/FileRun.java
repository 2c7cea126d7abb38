package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * A dropped file on its way: gives its records out one by one and writes down what became of each,
 * as it becomes known. Records are read by one thread at a time; results come from many.
 */
final class FileRun implements Iterator<FileRecord> {
  private final String name;
  private final String fingerprint;
  private final boolean byLine;
  private final FileRecords records;
  private final FileFolders.Places places;
  private final BooleanSupplier stopping;
  private final OutputStream results;
  private final JsonMapper mapper = new JsonMapper();
  private boolean promised;
  private volatile boolean stopped;
  private long settled;
  private long refused;
  private long failed;
  private final AtomicLong broken = new AtomicLong();

  FileRun(Path file, FileFolders.Places places, int maxBytes, BooleanSupplier stopping)
      throws IOException {
    this.name = file.getFileName().toString();
    this.fingerprint = name + '\n' + Files.size(file);
    this.places = places;
    this.stopping = stopping;
    FileFormat format =
        FileFormat.of(name)
            .orElseThrow(() -> new IOException("The ending of the name is not known"));
    this.byLine = format != FileFormat.JSON;
    this.results =
        new BufferedOutputStream(
            Files.newOutputStream(
                places.results(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS));
    try {
      // the filter saw no link here; if there is one by now, it is not followed
      this.records = format.read(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), maxBytes);
    } catch (IOException | RuntimeException unreadable) {
      results.close();
      throw unreadable;
    }
  }

  /** What was promised is given, also if the intake is stopped in between. */
  @Override
  public boolean hasNext() {
    if (!promised) {
      stopped = stopping.getAsBoolean();
      promised = !stopped && records.hasNext();
    }
    return promised;
  }

  @Override
  public FileRecord next() {
    promised = false;
    return records.next();
  }

  String name() {
    return name;
  }

  /** Goes into the request ids of records without one. */
  String fingerprint() {
    return fingerprint;
  }

  /** See {@link Placement#source()}. */
  String sourceOf(FileRecord record) {
    return "file:" + name + '#' + (byLine ? record.line() : record.position());
  }

  /** Whether the reading ended because the intake is being stopped. */
  boolean stopped() {
    return stopped;
  }

  FileFolders.Places places() {
    return places;
  }

  void placed(FileRecord record, Placement placement) throws IOException {
    ObjectNode line = line(record, placement.request(), placement.state().name());
    line.put("referenceId", placement.referenceId());
    write(line, placement.state());
  }

  void refused(FileRecord record, InvalidRequestException invalid) throws IOException {
    ObjectNode line = line(record, null, "REFUSED");
    line.put("reason", invalid.reason().name());
    ArrayNode errors = line.putArray("errors");
    for (FieldError error : invalid.errors()) {
      errors.addObject().put("pointer", error.pointer()).put("detail", error.message());
    }
    write(line, PlacementState.REJECTED);
  }

  void refused(FileRecord record, PlacementRequest request, RefusedPlacementException refusal)
      throws IOException {
    boolean rejected = refusal.reason() == RefusedPlacementException.Reason.REJECTED;
    ObjectNode line = line(record, request, rejected ? PlacementState.REJECTED.name() : "REFUSED");
    line.put("reason", refusal.reason().name());
    line.put("error", refusal.getMessage());
    write(line, PlacementState.REJECTED);
  }

  void failed(FileRecord record, PlacementRequest request, String error) throws IOException {
    ObjectNode line = line(record, request, PlacementState.FAILED.name());
    line.put("error", error);
    write(line, PlacementState.FAILED);
  }

  /** A record that nobody knows of but this file: not in the ledger, not refused. */
  void broken(FileRecord record, PlacementRequest request, String error) throws IOException {
    failed(record, request, error);
    broken.incrementAndGet();
  }

  /** Ends the reading and the writing. */
  void close() throws IOException {
    try (OutputStream closing = results) {
      closing.flush();
    } finally {
      records.close();
    }
  }

  /** Why the file is to go to failed; empty if it is to go to done. */
  Optional<String> failure() {
    if (records.failure().isPresent()) {
      return Optional.of(
          name
              + " could not be read to its end: "
              + records.failure().get()
              + "\n\nRecords read before: "
              + summary()
              + ". What became of each: "
              + places.results()
              + "\nMend the file and drop it again. Records with a requestId of their own are placed"
              + " once; take out those without one that were placed.\n");
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

  synchronized String summary() {
    return settled + " placed, " + refused + " refused, " + failed + " failed";
  }

  private ObjectNode line(FileRecord record, PlacementRequest request, String state) {
    ObjectNode line = mapper.createObjectNode();
    line.put("line", record.line());
    line.put("record", record.position());
    line.put("requestId", request == null ? null : request.requestId());
    return line.put("state", state);
  }

  private synchronized void write(ObjectNode line, PlacementState state) throws IOException {
    results.write((mapper.writeValueAsString(line) + '\n').getBytes(StandardCharsets.UTF_8));
    // as it goes: who looks while the file is being read sees what is done
    results.flush();
    switch (state) {
      case REJECTED -> refused++;
      case FAILED -> failed++;
      default -> settled++;
    }
  }
}
