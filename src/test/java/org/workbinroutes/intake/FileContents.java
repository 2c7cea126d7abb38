package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.workbinroutes.placement.PlacementRequest;

/**
 * What the readers make of a file.
 *
 * @param requests the records that are right
 * @param refusals the others: line, reason, pointers and messages
 * @param failure why the file could not be read to its end
 * @param rejected the others as they stand in the file, made into a file again
 */
record FileContents(
    List<PlacementRequest> requests,
    List<Refusal> refusals,
    Optional<String> failure,
    List<String> rejected) {
  private static final PlacementRequestParser PARSER = new PlacementRequestParser();

  record Refusal(long line, InvalidRequestException cause) {
    String told() {
      return "line " + line + ": " + cause.getMessage();
    }
  }

  int records() {
    return requests.size() + refusals.size();
  }

  static FileContents of(FileFormat format, String text) throws IOException {
    return of(format, text.getBytes(UTF_8), UTF_8);
  }

  static FileContents of(FileFormat format, byte[] bytes, Charset charset) throws IOException {
    return of(format, new ByteArrayInputStream(bytes), PARSER, charset);
  }

  static FileContents of(
      FileFormat format, InputStream in, PlacementRequestParser parser, Charset charset)
      throws IOException {
    FileReading reading = new FileReading(parser.maxBytes(), charset, Long.MAX_VALUE);
    List<PlacementRequest> requests = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    List<byte[]> rejected = new ArrayList<>();
    try (FileRecords records = format.read(in, reading, FileKind.Packing.NONE)) {
      while (records.hasNext()) {
        FileRecord record = records.next();
        try {
          requests.add(record.parse(parser, "f"));
        } catch (InvalidRequestException refusal) {
          refusals.add(new Refusal(record.line(), refusal));
          record.original().ifPresent(rejected::add);
        }
      }
      return new FileContents(
          requests,
          refusals,
          records.failure(),
          rejected.stream().map(bytes -> new String(bytes, UTF_8)).toList());
    }
  }

  /** A file in a folder, packed or not, with all its parts. */
  static FileContents of(Path file, long maxUnpackedBytes) throws IOException {
    FileReading reading = new FileReading(PARSER.maxBytes(), UTF_8, maxUnpackedBytes);
    FileKind kind = FileKind.of(file.getFileName().toString()).orElseThrow();
    List<PlacementRequest> requests = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    try (DroppedFile dropped =
        DroppedFile.open(file, file.getFileName().toString(), kind, reading)) {
      while (dropped.hasNext()) {
        PartRecord record = dropped.next();
        try {
          requests.add(record.parse(PARSER, "f"));
        } catch (InvalidRequestException refusal) {
          refusals.add(new Refusal(record.record().line(), refusal));
        }
      }
      Optional<String> failure =
          dropped.failures().isEmpty()
              ? Optional.empty()
              : Optional.of(String.join("\n", dropped.failures()));
      return new FileContents(requests, refusals, failure, List.of());
    }
  }

  static FileContents of(Path folder, String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content);
    return of(file, 1L << 40);
  }
}
