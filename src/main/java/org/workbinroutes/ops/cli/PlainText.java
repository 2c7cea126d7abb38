package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Texts of the running product on one line; the output takes out what else steers a terminal. */
final class PlainText {
  private PlainText() {}

  /** The text of a value; a dash if there is none. */
  static String of(JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? "-"
        : value.asText().replaceAll("\\p{Cntrl}", " ");
  }
}
