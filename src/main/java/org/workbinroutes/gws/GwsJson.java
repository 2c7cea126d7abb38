package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON as it is read from GWS: bounded, since what a server sends is outside data too. */
final class GwsJson {
  static final int DEEPEST = 64;
  static final int LONGEST_NAME = 8_192;
  static final int LONGEST_NUMBER = 200;
  static final int LONGEST_TEXT = 4 * 1024 * 1024;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxNameLength(LONGEST_NAME)
          .maxNumberLength(LONGEST_NUMBER)
          .maxStringLength(LONGEST_TEXT)
          .build();

  private GwsJson() {}

  static ObjectMapper mapper() {
    return bounded(new ObjectMapper(JsonFactory.builder().build()));
  }

  static ObjectMapper bounded(ObjectMapper mapper) {
    mapper.getFactory().setStreamReadConstraints(BOUNDS);
    // A customer's 0.10 must leave as 0.10.
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    return mapper;
  }
}
