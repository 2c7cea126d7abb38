package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * An answer of GWS without what nobody decides by: codes, names and ids are kept. It is read as a
 * stream, so that the content of a workbin can have any size, up to 2 MB of what is kept, the ids
 * of 75,000 interactions. It is read with patience for what is not quite JSON: one interaction with
 * a NaN in its user data must not hide all others.
 */
final class ReducedAnswer {
  private static final int DEPTH_OF_ITEMS = 2;
  private static final int LARGEST = 2 * 1024 * 1024;
  private static final Set<String> KEPT =
      Set.of(
          "statusCode",
          "statusMessage",
          "referenceId",
          "id",
          "workbinName",
          "name",
          "displayName",
          "type",
          "uri");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  // of what is kept; the rest is passed over
                  .maxStringLength(GwsJson.LONGEST_TEXT)
                  .build())
          .build();

  private ReducedAnswer() {}

  /** Reads an answer to its end; fails if it is no JSON object. */
  static byte[] of(InputStream answer) throws IOException {
    Kept reduced = new Kept();
    try (JsonParser in = JSON.createParser(new InputStreamReader(answer, StandardCharsets.UTF_8));
        JsonGenerator out = JSON.createGenerator(reduced)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(in, "no JSON object");
      }
      copy(in, out, 0);
    } catch (UncheckedIOException tooLarge) {
      throw tooLarge.getCause();
    }
    return reduced.toByteArray();
  }

  private static void copy(JsonParser in, JsonGenerator out, int depth) throws IOException {
    out.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (value == JsonToken.START_OBJECT && depth < DEPTH_OF_ITEMS) {
        out.writeFieldName(name);
        copy(in, out, depth + 1);
      } else if (value == JsonToken.START_ARRAY && depth < DEPTH_OF_ITEMS) {
        out.writeFieldName(name);
        copyItems(in, out, depth + 1);
      } else if (value.isScalarValue() && KEPT.contains(name)) {
        out.writeFieldName(name);
        out.copyCurrentEvent(in);
      } else {
        in.skipChildren();
      }
    }
    out.writeEndObject();
  }

  private static void copyItems(JsonParser in, JsonGenerator out, int depth) throws IOException {
    out.writeStartArray();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        copy(in, out, depth);
      } else {
        in.skipChildren();
      }
    }
    out.writeEndArray();
  }

  /** What is kept, up to the limit. */
  private static final class Kept extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (count + length > LARGEST) {
        throw new UncheckedIOException(
            new IOException("names and ids alone are more than " + LARGEST + " bytes"));
      }
      super.write(bytes, offset, length);
    }
  }
}
