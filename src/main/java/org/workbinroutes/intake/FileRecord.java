package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.workbinroutes.placement.PlacementRequest;

/** One record of a dropped file, or of a batch. */
final class FileRecord {
  private final long position;
  private final long line;
  private final byte[] original;
  private final Content content;
  private final Supplier<byte[]> identity;

  private FileRecord(
      long position, long line, byte[] original, Content content, Supplier<byte[]> identity) {
    this.position = position;
    this.line = line;
    this.original = original;
    this.content = content;
    this.identity = identity;
  }

  /** A record that is a line of JSON in UTF-8. */
  static FileRecord ofLine(long position, long line, byte[] bytes) {
    return new FileRecord(
        position,
        line,
        bytes,
        (parser, requestId) -> parser.parse(bytes, TextPlace.ofLine(line), requestId),
        () -> bytes);
  }

  /**
   * A record that was read as JSON, or made into JSON.
   *
   * @param original how it stands in the file; null if that is not known
   */
  static FileRecord ofJson(long position, long line, JsonNode json, byte[] original) {
    return new FileRecord(
        position,
        line,
        original,
        (parser, requestId) -> parser.parse(json, requestId),
        () -> json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A record that is none.
   *
   * @param original how it stands in the file; null if that was too long to be kept
   */
  static FileRecord unreadable(
      long position, long line, InvalidRequestException error, byte[] original) {
    return new FileRecord(
        position,
        line,
        original,
        (parser, requestId) -> {
          throw error;
        },
        () -> new byte[0]);
  }

  /** The how many-th record of the file it is, from 1. */
  long position() {
    return position;
  }

  /** The line it begins on, from 1. */
  long line() {
    return line;
  }

  /** How it stands in the file; empty if it is too long to be kept. */
  Optional<byte[]> original() {
    return Optional.ofNullable(original);
  }

  /**
   * Reads it.
   *
   * @param file the file's name and size, which go into the request id of a record without one
   */
  PlacementRequest parse(PlacementRequestParser parser, String file)
      throws InvalidRequestException {
    return parse(parser, () -> requestId(file, position, identity.get()));
  }

  /**
   * Reads it.
   *
   * @param requestId asked for an id if the record has none
   */
  PlacementRequest parse(PlacementRequestParser parser, Supplier<String> requestId)
      throws InvalidRequestException {
    return content.parse(parser, requestId);
  }

  /** The same for the same record at the same place of the same file, so that it is placed once. */
  private static String requestId(String file, long position, byte[] record) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((file + '\n' + position + '\n').getBytes(StandardCharsets.UTF_8));
      return "file-" + HexFormat.of().formatHex(digest.digest(record), 0, 20);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private interface Content {
    PlacementRequest parse(PlacementRequestParser parser, Supplier<String> requestId)
        throws InvalidRequestException;
  }
}
