package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * Where a record begins in its file or body, so that messages name lines of that and not of the
 * record.
 *
 * @param byLine whether the format has one record a line
 */
record TextPlace(long line, long column, boolean byLine) {
  /** A record that is all there is. */
  static final TextPlace START = new TextPlace(1, 1, false);

  /** A record on a line of its own. */
  static TextPlace ofLine(long line) {
    return new TextPlace(line, 1, true);
  }

  /** Says where something is, for people. */
  String at(JsonLocation inRecord) {
    return at(inRecord.getLineNr(), inRecord.getColumnNr());
  }

  /** Says where the end of the first characters of the record is, for people. */
  String after(CharSequence first) {
    long lines = 1;
    long columns = 1;
    for (int i = 0; i < first.length(); i++) {
      boolean ends = first.charAt(i) == '\n';
      lines += ends ? 1 : 0;
      columns = ends ? 1 : columns + 1;
    }
    return at(lines, columns);
  }

  private String at(long lineInRecord, long columnInRecord) {
    return "line "
        + (line + lineInRecord - 1)
        + ", column "
        + (lineInRecord == 1 ? column + columnInRecord - 1 : columnInRecord);
  }
}
