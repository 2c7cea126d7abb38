package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.storage.RegularFile;

/** What became of each record of a file, one line of JSON each, in the order they end. */
final class ResultsFile implements Closeable {
  private static final String REFUSED = "REFUSED";
  private static final String CHANGED = "CHANGED";

  private final OutputStream out;
  private final JsonMapper mapper = new JsonMapper();

  /** A write that failed may have left half a line: the file is to be written anew. */
  private IOException failure;

  ResultsFile(Path path) throws IOException {
    this.out =
        new BufferedOutputStream(
            Channels.newOutputStream(
                RegularFile.open(
                    path,
                    Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE))));
  }

  void placed(PartRecord record, Placement placement) throws IOException {
    ObjectNode line = line(record, placement.request(), placement.state().name());
    line.put("referenceId", placement.referenceId());
    write(line);
  }

  void refused(PartRecord record, PlacementRequest request, Refusal refusal) throws IOException {
    boolean rejected = refusal.code().equals(PlacementState.REJECTED.name());
    ObjectNode line = line(record, request, rejected ? PlacementState.REJECTED.name() : REFUSED);
    if (request == null) {
      line.put("requestId", refusal.requestId());
    }
    line.put("reason", refusal.code());
    if (refusal.errors().isEmpty()) {
      line.put("error", refusal.error());
    }
    refusal.putErrors(line);
    write(line);
  }

  /** The last line, about wrong records that have none of their own. */
  void unnamed(long count, int named) throws IOException {
    ObjectNode line = mapper.createObjectNode();
    line.put("state", REFUSED);
    line.put("unnamed", count);
    line.put(
        "error",
        count
            + " more records are wrong: correct the first "
            + named
            + ", or raise maxErrors, and drop the file again");
    write(line);
  }

  void failed(PartRecord record, PlacementRequest request, String error) throws IOException {
    ObjectNode line = line(record, request, PlacementState.FAILED.name());
    line.put("error", error);
    write(line);
  }

  /** Adds a last line to results whose file has changed while it was read. */
  static void markChanged(Path path, String error) throws IOException {
    JsonMapper mapper = new JsonMapper();
    ObjectNode line = mapper.createObjectNode();
    line.putNull("line").putNull("record").putNull("requestId");
    line.put("state", CHANGED).put("error", error);
    try (Writer out =
        Channels.newWriter(
            RegularFile.open(path, Set.of(StandardOpenOption.APPEND)), StandardCharsets.UTF_8)) {
      out.write(mapper.writeValueAsString(line) + '\n');
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (failure == null) {
      out.close();
      return;
    }
    try {
      out.close();
    } catch (IOException again) {
      failure.addSuppressed(again);
    }
    throw failure;
  }

  private ObjectNode line(PartRecord record, PlacementRequest request, String state) {
    ObjectNode line = mapper.createObjectNode();
    if (record.part().entry() != null) {
      line.put("entry", record.part().entry());
    }
    line.put("line", record.record().line());
    line.put("record", record.record().position());
    line.put("requestId", request == null ? null : request.requestId());
    line.put("state", state);
    if (request != null) {
      List<String> warnings = IdWarnings.of(request);
      if (!warnings.isEmpty()) {
        warnings.forEach(line.putArray("warnings")::add);
      }
    }
    return line;
  }

  private synchronized void write(ObjectNode line) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      out.write((mapper.writeValueAsString(line) + '\n').getBytes(StandardCharsets.UTF_8));
      // as it goes: who looks while the file is being read sees what is done
      out.flush();
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    }
  }
}
