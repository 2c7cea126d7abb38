package org.workbinroutes.intake;

import org.workbinroutes.placement.PlacementRequest;

/** A record and the part of the file it stands in. */
record PartRecord(FilePart part, FileRecord record) {
  /**
   * Reads it.
   *
   * @param file the file's name and size, which go into the request id of a record without one
   */
  PlacementRequest parse(PlacementRequestParser parser, String file)
      throws InvalidRequestException {
    return record.parse(parser, part.entry() == null ? file : file + '\n' + part.entry());
  }

  /** Where it is, for people: the file, the entry of an archive, the line or the position. */
  String sourceIn(String file) {
    return "file:"
        + file
        + (part.entry() == null ? "" : '!' + part.entry())
        + '#'
        + (part.format().byLine() ? record.line() : record.position());
  }
}
