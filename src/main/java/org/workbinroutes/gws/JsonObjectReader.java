package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
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
    } catch (JsonProcessingException notAnObject) {
      return Map.of();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
