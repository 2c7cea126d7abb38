package org.workbinroutes.intake;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of dropped files, told by the ending of the name. */
enum FileFormat {
  JSON(".json") {
    @Override
    FileRecords read(InputStream in, int maxBytes) {
      return new JsonRecords(in, maxBytes);
    }
  },
  NDJSON(".ndjson") {
    @Override
    FileRecords read(InputStream in, int maxBytes) {
      return new NdjsonRecords(in, maxBytes);
    }
  },
  JSONL(".jsonl") {
    @Override
    FileRecords read(InputStream in, int maxBytes) {
      return new NdjsonRecords(in, maxBytes);
    }
  };

  private final String ending;

  FileFormat(String ending) {
    this.ending = ending;
  }

  /** Reads the records of a file; closes the stream when closed. */
  abstract FileRecords read(InputStream in, int maxBytes);

  static Optional<FileFormat> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith(format.ending)).findFirst();
  }

  static String endings() {
    return Arrays.stream(values()).map(format -> format.ending).collect(Collectors.joining(", "));
  }
}
