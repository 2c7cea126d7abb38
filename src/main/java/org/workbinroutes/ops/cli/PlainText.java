package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts of the running product as a terminal may get them: it obeys some characters. */
final class PlainText {
  private PlainText() {}

  /** The text of a value; a dash if there is none. */
  static String of(JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? "-"
        : value.asText().replaceAll("\\p{Cntrl}", " ");
  }
}
