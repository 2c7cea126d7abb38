package org.workbinroutes.intake;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the records of a file are written in, told by the ending of the name. */
enum FileFormat {
  JSON("json", false) {
    @Override
    FileRecords read(InputStream in, FileReading reading) {
      return new JsonRecords(in, reading.maxBytes());
    }
  },
  NDJSON("ndjson", true) {
    @Override
    FileRecords read(InputStream in, FileReading reading) {
      return new NdjsonRecords(in, reading.maxBytes());
    }
  },
  JSONL("jsonl", true) {
    @Override
    FileRecords read(InputStream in, FileReading reading) {
      return new NdjsonRecords(in, reading.maxBytes());
    }
  },
  CSV("csv", true) {
    @Override
    FileRecords read(InputStream in, FileReading reading) {
      return CsvRecords.separatedAsTheHeader(in, reading.maxBytes(), reading.charset());
    }
  },
  TSV("tsv", true) {
    @Override
    FileRecords read(InputStream in, FileReading reading) {
      return CsvRecords.separatedByTabs(in, reading.maxBytes(), reading.charset());
    }
  },
  XML("xml", false) {
    @Override
    FileRecords read(InputStream in, FileReading reading) {
      return new XmlRecords(in, reading.maxBytes());
    }
  };

  private final String extension;
  private final boolean byLine;

  FileFormat(String extension, boolean byLine) {
    this.extension = extension;
    this.byLine = byLine;
  }

  /** Reads the records of a file; closes the stream when closed. */
  abstract FileRecords read(InputStream in, FileReading reading);

  /** The ending without its dot. */
  String extension() {
    return extension;
  }

  /** Whether people find a record by its line, rather than by counting. */
  boolean byLine() {
    return byLine;
  }

  static Optional<FileFormat> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> lower.endsWith('.' + format.extension))
        .findFirst();
  }

  static String endings() {
    return Arrays.stream(values())
        .map(format -> '.' + format.extension)
        .collect(Collectors.joining(", "));
  }
}
