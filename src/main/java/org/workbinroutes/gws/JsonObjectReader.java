package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** Reads the body of an HTTP answer that should be a JSON object, and may be anything. */
final class JsonObjectReader {
  private final ObjectReader json =
      GwsJson.mapper().readerFor(new TypeReference<Map<String, Object>>() {});

  /** The object's fields; none if the body is something else. */
  Map<String, Object> fields(byte[] body) {
    try {
      Map<String, Object> fields = body.length == 0 ? null : json.readValue(body);
      return fields == null ? Map.of() : fields;
    } catch (JsonProcessingException notAsAWhole) {
      return reduced(body);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What can be read of an object with a value somewhere that cannot. */
  private Map<String, Object> reduced(byte[] body) {
    try {
      return json.readValue(ReducedAnswer.of(new ByteArrayInputStream(body)));
    } catch (IOException notAnObject) {
      return Map.of();
    }
  }
}
