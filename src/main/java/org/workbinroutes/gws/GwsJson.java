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

  /**
   * Most names, values and brackets of an answer to a call. In memory each takes up to 60 bytes,
   * while {@code [],} takes three on the wire: a limit in bytes alone lets an answer grow
   * twentyfold. The ids of 75,000 interactions fit.
   */
  private static final int MOST_TOKENS = 350_000;

  private GwsJson() {}

  static ObjectMapper mapper() {
    return bounded(new ObjectMapper(JsonFactory.builder().build()), MOST_TOKENS);
  }

  static ObjectMapper bounded(ObjectMapper mapper, long mostTokens) {
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNameLength(LONGEST_NAME)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(LONGEST_TEXT)
                .maxTokenCount(mostTokens)
                .build());
    // A customer's 0.10 must leave as 0.10.
    mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    return mapper;
  }
}
