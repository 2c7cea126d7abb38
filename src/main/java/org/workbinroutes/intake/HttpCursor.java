package org.workbinroutes.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.placement.LedgerView.Position;

/** Where a page of a list ends, as a text that means nothing to who carries it. */
final class HttpCursor {
  private static final int LONGEST = 2_048;

  private HttpCursor() {}

  static String of(Position position) {
    byte[] id = position.requestId().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(position.receivedAt().toEpochMilli())
                .put(id)
                .array());
  }

  /**
   * Reads a cursor.
   *
   * @throws ProblemException if it is none of ours
   */
  static Position read(String text) throws ProblemException {
    try {
      if (text.length() <= LONGEST) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() > Long.BYTES) {
          return new Position(
              Instant.ofEpochMilli(bytes.getLong()),
              StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        }
      }
    } catch (IllegalArgumentException | CharacterCodingException | DateTimeException broken) {
      // said below
    }
    throw new ProblemException(
        Problem.parameter(
            "after", "after is no cursor: take the whole link next of the page before"));
  }
}
