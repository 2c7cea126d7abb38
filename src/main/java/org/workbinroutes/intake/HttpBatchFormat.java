package org.workbinroutes.intake;

/** How the records of a batch are written. */
enum HttpBatchFormat {
  /** A JSON array of objects. */
  ARRAY,
  /** One JSON object a line. */
  LINES
}
